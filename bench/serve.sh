# shellcheck shell=sh
# Sourced. serve SERVER [ARGUMENT...]: starts a server with a free port as its first argument and waits until it answers;
# sets $port and $server_pid. The server ends with the script, or with `end_server`.

server_pid=
end_server() {
    if [ -n "$server_pid" ]; then
        kill "$server_pid" 2> /dev/null || :
        wait "$server_pid" 2> /dev/null || :
    fi
    server_pid=
}
trap end_server EXIT

answers() { curl -s -o /dev/null --max-time 1 "http://127.0.0.1:$port/"; }

serve() {
    program=$1
    shift
    port=$((20000 + $$ % 20000))
    while answers; do port=$((port + 1)); done
    "$program" "$port" "$@" > /dev/null 2>&1 &
    server_pid=$!
    tries=0
    until answers; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ] || ! kill -0 "$server_pid" 2> /dev/null; then
            echo "$program does not listen" >&2
            return 1
        fi
        sleep 0.05
    done
}
