# Draws results.csv, one group for each load, clients.csv, idle.csv and coroutines.csv as horizontal bars, as SVG.
BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 {
    load = $3 ($3 == 1 ? " connection, " : " connections, ") ($4 == 1 ? "no pipeline" : "pipelines of " $4)
    add("Requests a second, " load, $1 " " $2, $5)
    add("Microseconds of processor time a request, " load, $1 " " $2, $6 + $7)
}
file == 2 {
    add("Requests a second of a client, 32 connections", $1, $2)
    add("Microseconds of processor time a request of a client, 32 connections", $1, $3 + $4)
}
file == 3 { add("Bytes of memory for an idle connection", $1, $2) }
file == 4 { add("Multiples of a bare switch of stacks, " $1, $2, $4) }
function add(group, name, number) {
    if (!(group in count)) order[++groups] = group
    label[group, ++count[group]] = name
    value[group, count[group]] = number
    if (number > most[group]) most[group] = number
    rows++
}
END {
    left = 300; wide = 460; high = 20
    height = 20 + rows * high + groups * 40
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" ", left + wide + 110, height
    print "font-family=\"sans-serif\" font-size=\"12\">"
    print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
    y = 10
    for (g = 1; g <= groups; g++) {
        group = order[g]
        y += 24
        printf "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>\n", y, group
        y += 8
        for (i = 1; i <= count[group]; i++) {
            bar = most[group] > 0 && value[group, i] > 0 ? wide * value[group, i] / most[group] : 0
            fill = group " " label[group, i] ~ /httpcore/ ? "#2a6fb0" : "#9aa5b1"
            printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", left - 8, y + 14, label[group, i]
            printf "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/>", left, y + 3, bar, high - 5, fill
            printf "<text x=\"%.0f\" y=\"%d\">%s</text>\n", left + bar + 6, y + 14, value[group, i]
            y += high
        }
        y += 8
    }
    print "</svg>"
}
