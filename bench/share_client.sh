#!/bin/sh
# share_client.sh LIMIT REQUESTS CONNECTIONS PAIRS REFERENCE CLIENT
#
# Lets the clients REFERENCE and CLIENT send REQUESTS requests over each of CONNECTIONS connections to the server LIMIT, in
# turns, and prints what medians.awk says of them.
set -eu
here=$(dirname "$0")
. "$here/serve.sh"
requests=$2 connections=$3 pairs=$4 reference=$5 client=$6
serve "$1"
each() { timeout 120 "$1" "http://127.0.0.1:$port/" "$requests" "$connections"; }
while [ "$pairs" -gt 0 ]; do
    pairs=$((pairs - 1))
    echo "$(each "$reference"),$(each "$client")"
done | awk -f "$here/medians.awk"
