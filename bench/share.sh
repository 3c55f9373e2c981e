#!/bin/sh
# share.sh REFERENCE PATH SECONDS CONNECTIONS PIPELINE PAIRS SERVER [ARGUMENT...]
#
# Measures the servers REFERENCE and SERVER in turns, and prints what medians.awk says of them.
set -eu
here=$(dirname "$0")
reference=$1 path=$2 seconds=$3 connections=$4 pipeline=$5 pairs=$6
shift 6
each() { "$here/measure.sh" "$1" "$path" "$seconds" "$connections" "$pipeline" "$@" | cut -d, -f5-7; }
while [ "$pairs" -gt 0 ]; do
    pairs=$((pairs - 1))
    echo "$(each "$reference"),$(each "$@")"
done | awk -f "$here/medians.awk"
