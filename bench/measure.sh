#!/bin/sh
# measure.sh NAME PATH SECONDS CONNECTIONS PIPELINE SERVER [ARGUMENT...]
#
# Starts SERVER with a free port as its first argument, loads it with wrk and prints one line of results, separated by
# commas; bench/README.md explains them.
set -eu
. "$(dirname "$0")/serve.sh"
name=$1 path=$2 seconds=$3 connections=$4 pipeline=$5
shift 5
serve "$@"

script=$(mktemp)
trap 'end_server; rm -f "$script"' EXIT
cat > "$script" << EOF
init = function(args)
  local all = {}
  for i = 1, $pipeline do all[i] = wrk.format("GET", "$path") end
  burst = table.concat(all)
end
request = function() return burst end
EOF
load() { wrk -t1 -c"$connections" -d"$1" -s "$script" "http://127.0.0.1:$port/"; }
ticks() { awk '{ print $14, $15 }' "/proc/$server_pid/stat"; }
status() { awk -v key="$1:" '$1 == key { print $2 }' "/proc/$server_pid/status"; }

load 1 > /dev/null # Warm up.
before=$(ticks)
report=$(load "$seconds")
after=$(ticks)

printf '%s\n' "$report" | awk -v before="$before" -v after="$after" -v hz="$(getconf CLK_TCK)" \
    -v head="$name,$path,$connections,$pipeline" -v threads="$(status Threads)" -v memory="$(status VmRSS)" '
    /requests in/ { requests = $1 }
    /Requests\/sec/ { rate = $2 }
    /Socket errors|Non-2xx/ { gsub(/[ ,]+/, " "); errors = errors $0 }
    END {
        split(before, b, " "); split(after, a, " ")
        each = requests > 0 ? 1e6 / hz / requests : 0
        printf "%s,%.0f,%.2f,%.2f,%d,%d,%s\n", head, rate, (a[1] - b[1]) * each, (a[2] - b[2]) * each, threads, memory,
            errors
    }'
