# Draws the requests a second of results.csv as horizontal bars, one group for each load, as SVG.
BEGIN { FS = "," }
NR == 1 { next }
{
    load = $3 ($3 == 1 ? " connection, " : " connections, ") ($4 == 1 ? "no pipeline" : "pipelines of " $4)
    if (!(load in count)) order[++loads] = load
    label[load, ++count[load]] = $1 " " $2
    value[load, count[load]] = $5
    if ($5 > most[load]) most[load] = $5
    rows++
}
END {
    left = 170; wide = 460; high = 20
    height = 20 + rows * high + loads * 40
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" ", left + wide + 110, height
    print "font-family=\"sans-serif\" font-size=\"12\">"
    print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
    y = 10
    for (l = 1; l <= loads; l++) {
        load = order[l]
        y += 24
        printf "<text x=\"10\" y=\"%d\" font-weight=\"bold\">Requests a second, %s</text>\n", y, load
        y += 8
        for (i = 1; i <= count[load]; i++) {
            bar = most[load] > 0 ? wide * value[load, i] / most[load] : 0
            fill = label[load, i] ~ /^httpcore/ ? "#2a6fb0" : "#9aa5b1"
            printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", left - 8, y + 14, label[load, i]
            printf "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>", left, y + 3, bar, high - 5, fill
            printf "<text x=\"%.0f\" y=\"%d\">%d</text>\n", left + bar + 6, y + 14, value[load, i]
            y += high
        }
        y += 8
    }
    print "</svg>"
}
