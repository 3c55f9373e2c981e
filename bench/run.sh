#!/bin/sh
# Builds and measures what can be built, see bench/README.md. Run by `make bench`.
set -eu
cd "$(dirname "$0")"
. ./serve.sh
: "${BUILD:?directory of the release library}" "${SECONDS_EACH:=4}" "${CC:=cc}"
out=$BUILD/../bench
mkdir -p "$out"
out=$(cd "$out" && pwd)

for tool in wrk curl; do
    command -v "$tool" > /dev/null || { echo "bench: $tool is missing, see ./setup.sh bench" >&2; exit 1; }
done

# build NAME SOURCE FLAG...: fails when the library lacks something.
build() {
    program=$1 source=$2
    shift 2
    if $CC -O2 -o "$out/$program" "$source" "$@" -pthread 2> "$out/$program.log"; then
        echo "built $program"
    else
        rm -f "$out/$program"
        echo "cannot build $program: $(grep -c . "$out/$program.log") lines in $out/$program.log"
    fi
}
# The bare switch of stacks that coroutines.c compares with.
switch=$out/stack_switch/release/libstack_switch.a
${CARGO:-cargo} build --locked --quiet --release --manifest-path stack_switch/Cargo.toml --target-dir "$out/stack_switch" ||
    echo 'cannot build stack_switch'
# Our library under the name that it asks for.
ln -sf "$BUILD/libhttpcore.so" "$out/libhttpcore.so.1"
ours="-I../include -L$BUILD -lhttpcore -Wl,-rpath,$out"
build limit limit.c
build limit_client limit_client.c
# Unquoted: several flags.
# shellcheck disable=SC2086
{
    build dill_server dill_server.c $ours
    build nng_server nng_server.c $ours
    build nng_client nng_client.c $ours
    build coroutines coroutines.c "$switch" $ours
}
if [ -e /usr/include/nng/nng.h ]; then
    build reference_nng_server nng_server.c -lnng
    build reference_nng_client nng_client.c -lnng
fi
if pkg-config --exists libdill 2> /dev/null; then
    # shellcheck disable=SC2046
    build reference_dill_server dill_server.c $(pkg-config --cflags --libs libdill)
    # shellcheck disable=SC2046
    build reference_coroutines coroutines.c "$switch" $(pkg-config --cflags --libs libdill)
fi

results=$out/results.csv
echo 'server,path,connections,pipeline,requests_per_second,user_us,system_us,threads,memory_kib,errors' > "$results"

# Servers: program, name in the results, paths.
cat > "$out/servers" << 'EOF'
limit|limit|/
dill_server|httpcore dill|/
reference_dill_server|libdill|/
nng_server|httpcore nng|/ /dyn
reference_nng_server|nng|/ /dyn
EOF
runs=0
while IFS='|' read -r program name paths; do
    [ ! -x "$out/$program" ] || for path in $paths; do runs=$((runs + 3)); done
done < "$out/servers"
done=0
while IFS='|' read -r program name paths; do
    [ -x "$out/$program" ] || continue
    for path in $paths; do
        for load in '1 1' '64 1' '64 16'; do
            done=$((done + 1))
            printf '[%d/%d] %s %s, connections and pipeline %s: ' "$done" "$runs" "$name" "$path" "$load"
            # shellcheck disable=SC2086
            ./measure.sh "$name" "$path" "$SECONDS_EACH" $load "$out/$program" > "$out/line" || continue
            cat "$out/line" >> "$results"
            cut -d, -f5 "$out/line"
        done
    done
done < "$out/servers"

# share REFERENCE NAME PROGRAM PATH
share() {
    { [ -x "$out/$3" ] && [ -x "$out/$1" ]; } || return 0
    for pipeline in 1 16; do
        printf '  %s of %s, %s, pipeline %s: ' "$2" "$1" "$4" "$pipeline"
        ./share.sh "$out/$1" "$4" "$SECONDS_EACH" 32 "$pipeline" 3 "$out/$3" || echo 'failed'
    done
}
echo 'servers, 32 connections, in pairs: requests a second, processor time a request'
while IFS='|' read -r program name _; do
    [ "$program" = limit ] || share limit "$name" "$program" /
done < "$out/servers"
share reference_nng_server 'httpcore nng' nng_server /dyn
share reference_dill_server 'httpcore dill' dill_server /

echo 'bytes of memory for an idle connection:'
idle=$out/idle.csv
echo 'server,bytes' > "$idle"
while IFS='|' read -r program name paths; do
    { [ -x "$out/$program" ] && command -v python3 > /dev/null; } || continue
    serve "$out/$program"
    bytes=$(./idle.py "$port" "$server_pid" 500) && echo "$name,$bytes" >> "$idle"
    echo "  $name: $bytes"
    end_server
done < "$out/servers"

echo 'clients, 32 connections, in pairs: requests a second, processor time a request'
for pair in 'limit_client nng_client' 'reference_nng_client nng_client'; do
    reference=${pair% *} client=${pair#* }
    { [ -x "$out/$reference" ] && [ -x "$out/$client" ]; } || continue
    printf '  httpcore nng of %s: ' "$reference"
    ./share_client.sh "$out/limit" 10000 32 3 "$out/$reference" "$out/$client" || echo 'failed'
done
clients=$out/clients.csv
echo 'client,requests_per_second,user_us,system_us' > "$clients"
serve "$out/limit"
while read -r program name; do
    [ ! -x "$out/$program" ] ||
        timeout 120 "$out/$program" "http://127.0.0.1:$port/" 10000 32 | sed "s/^/$name,/" >> "$clients"
done << 'EOF'
limit_client limit
nng_client httpcore nng
reference_nng_client nng
EOF
end_server

costs=$out/coroutines.csv
echo 'library,what,nanoseconds,multiple' > "$costs"
for program in coroutines reference_coroutines; do
    [ -x "$out/$program" ] || continue
    library=httpcore
    [ "$program" = coroutines ] || library=libdill
    echo "$library, nanoseconds and multiples of a bare switch of stacks:"
    timeout 300 "$out/$program" > "$out/line" || echo '  failed'
    sed "s/^/$library,/" "$out/line" >> "$costs"
    awk -F, '{ printf "  %-46s %8.1f %8.1f\n", $1, $2, $3 }' "$out/line"
done

awk -f plot.awk "$results" "$clients" "$idle" "$costs" > "$out/results.svg"
echo "results: $results, $clients, $idle, $costs, $out/results.svg"
