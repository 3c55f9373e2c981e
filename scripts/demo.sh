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

# exchange WHO PATH CONTENT COMMAND...: shows what the command prints: first a status of 200, and the content.
exchange() {
    who=$1 path=$2 content=$3
    shift 3
    printf '\n%s: GET %s\n' "$who" "$path"
    timeout 20 "$@" > "$scratch/answer" || fail "the client failed with status $?"
    sed 's/^/    /' "$scratch/answer"
    head -n 1 "$scratch/answer" | grep -Eq '^(HTTP/1\.1 )?200 ' || fail 'the status is not 200'
    grep -q "$content" "$scratch/answer" || fail 'the content is another'
}

# One handler returns its response to the server, the other writes it with nng_http_conn_write_res.
for handler in '/ was.returned.to.the.server' '/written was.written.by.its.handler'; do
    path=${handler% *}
    content=${handler#* }
    exchange "Client, libdill's interface" "$path" "$content" "$scratch/http_done" "$host" "$port" "$path"
    if command -v curl > /dev/null; then
        exchange 'curl' "$path" "$content" curl --silent --show-error --include "http://$host:$port$path"
    fi
done

kill "$server"
wait "$server" || fail "the server ended with status $?"
server=
printf '\nAll answers were right, and the server stopped.\n'
