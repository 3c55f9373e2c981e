# Compares pairs of measurements. Each line: requests a second and processor time in user mode and in the kernel of the
# reference, then the same of what is compared with it. Prints for each pair what the second reaches of the reference's
# requests a second, and what the reference needs of the second's processor time a request: two percentages, the more the
# better. Last the medians.
BEGIN { FS = "," }
function median(of,    i, j, t) {
    for (i = 2; i <= NR; i++)
        for (j = i; j > 1 && of[j] < of[j - 1]; j--) { t = of[j]; of[j] = of[j - 1]; of[j - 1] = t }
    return (of[int((NR + 1) / 2)] + of[int(NR / 2) + 1]) / 2
}
{
    rate[NR] = 100 * $4 / $1
    time[NR] = 100 * ($2 + $3) / ($5 + $6)
    printf "%.0f%% %.0f%%, ", rate[NR], time[NR]
}
END { printf "medians %.0f%% %.0f%%\n", median(rate), median(time) }
