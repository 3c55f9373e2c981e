#!/bin/sh
# share.sh LIMIT SECONDS CONNECTIONS PIPELINE PAIRS SERVER [ARGUMENT...]
#
# Measures LIMIT and SERVER in turns, and prints for each pair how many of the requests a second that LIMIT answers SERVER
# answers, and how much of SERVER's processor time a request LIMIT needs: two percentages. Last the medians.
set -eu
measure=$(dirname "$0")/measure.sh
limit=$1 seconds=$2 connections=$3 pipeline=$4 pairs=$5
shift 5
each() { "$measure" "$1" / "$seconds" "$connections" "$pipeline" "$@" | cut -d, -f5-7; }
while [ "$pairs" -gt 0 ]; do
    pairs=$((pairs - 1))
    echo "$(each "$limit" 1),$(each "$@")"
done | awk -F, '
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
    END { printf "medians %.0f%% %.0f%%\n", median(rate), median(time) }'
