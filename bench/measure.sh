#!/bin/sh
# measure.sh NAME PATH SECONDS CONNECTIONS PIPELINE SERVER [ARGUMENT...]
#
# Starts SERVER with a free port as its first argument, loads it with wrk and prints one line of results, separated by
# commas; bench/README.md explains them.
set -eu
name=$1 path=$2 seconds=$3 connections=$4 pipeline=$5 server=$6
shift 6

listening() { curl -s -o /dev/null --max-time 1 "http://127.0.0.1:$1/"; }

port=$((20000 + $$ % 20000))
while listening "$port"; do port=$((port + 1)); done

script=$(mktemp)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; rm -f "$script"' EXIT
cat > "$script" << EOF
init = function(args)
  local all = {}
  for i = 1, $pipeline do all[i] = wrk.format("GET", "$path") end
  burst = table.concat(all)
end
request = function() return burst end
EOF

"$server" "$port" "$@" > /dev/null 2>&1 &
pid=$!
tries=0
until listening "$port"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$pid" 2> /dev/null; then
        echo "$server does not listen" >&2
        exit 1
    fi
    sleep 0.05
done

load() { wrk -t1 -c"$connections" -d"$1" -s "$script" "http://127.0.0.1:$port/"; }
ticks() { awk '{ print $14, $15 }' "/proc/$pid/stat"; }

load 1 > /dev/null # Warm up.
before=$(ticks)
report=$(load "$seconds")
after=$(ticks)

printf '%s\n' "$report" | awk -v before="$before" -v after="$after" -v hz="$(getconf CLK_TCK)" \
    -v head="$name,$path,$connections,$pipeline" \
    -v threads="$(awk '/^Threads/ { print $2 }' "/proc/$pid/status")" \
    -v memory="$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")" '
    /requests in/ { requests = $1 }
    /Requests\/sec/ { rate = $2 }
    /Socket errors|Non-2xx/ { gsub(/[ ,]+/, " "); errors = errors $0 }
    END {
        split(before, b, " "); split(after, a, " ")
        each = requests > 0 ? 1e6 / hz / requests : 0
        printf "%s,%.0f,%.2f,%.2f,%d,%d,%s\n", head, rate, (a[1] - b[1]) * each, (a[2] - b[2]) * each, threads, memory, errors
    }'
