#!/bin/sh
# Builds the sample programs, starts the server (nng's interface) on a free port, asks it with the client (libdill's) and
# with curl when that is there, shows what they say, and stops. The exit status tells whether all answers were right. Run
# by `make demo`.
set -eu
cd "$(dirname "$0")/.."
: "${BUILD:?directory of the release library}" "${CC:=cc}"
scratch=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || kill "$server" 2> /dev/null || :
    rm -rf "$scratch"
}
trap stop EXIT
fail() { printf 'demo: %s\n' "$1" >&2; exit 1; }

ln -s "$BUILD/libhttpcore.so" "$scratch/libhttpcore.so.1"
for sample in http_done nng_http_conn_write_res; do
    $CC -std=gnu11 -O2 -Wall -Iinclude -o "$scratch/$sample" "c-tests/samples/$sample.c" \
        -L"$BUILD" -lhttpcore -Wl,-rpath,"$scratch"
done

# The server prints its URL as its first line. It is stopped after a minute whatever happens.
mkfifo "$scratch/output"
timeout 60 "$scratch/nng_http_conn_write_res" 0 > "$scratch/output" &
server=$!
exec 3< "$scratch/output"
read -r url <&3 || fail 'the server did not start'
echo "Server, nng's interface:  $url"
authority=${url#http://}
authority=${authority%%/*}
host=${authority%:*}
port=${authority##*:}

# exchange NAME PATH COMMAND...: shows what the command prints, which has to hold a status of 200.
exchange() {
    printf '\n%s asks for %s\n' "$1" "$2"
    shift 2
    timeout 20 "$@" > "$scratch/answer" || fail "$1 failed with status $?"
    sed 's/^/    /' "$scratch/answer"
    grep -q '200' "$scratch/answer" || fail 'the status is not 200'
}

for path in / /written; do
    exchange "Client, libdill's interface," "$path" "$scratch/http_done" "$host" "$port" "$path"
    if command -v curl > /dev/null; then
        exchange 'curl' "$path" curl --silent --show-error --include "http://$host:$port$path"
    fi
done

kill "$server"
wait "$server" 2> /dev/null || :
server=
printf '\nAll answers were right.\n'
