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

echo 'share of what limit does on one thread, 32 connections, requests a second and processor time a request, in pairs:'
while IFS='|' read -r program name _; do
    { [ -x "$out/$program" ] && [ "$program" != limit ]; } || continue
    for pipeline in 1 16; do
        printf '  %s, pipeline %s: ' "$name" "$pipeline"
        ./share.sh "$out/limit" "$SECONDS_EACH" 32 "$pipeline" 3 "$out/$program" || echo 'failed'
    done
done < "$out/servers"

echo 'bytes of memory for an idle connection:'
while IFS='|' read -r program name paths; do
    { [ -x "$out/$program" ] && command -v python3 > /dev/null; } || continue
    serve "$out/$program"
    printf '  %s: ' "$name"
    ./idle.py "$port" "$server_pid" 500 || :
    end_server
done < "$out/servers"

echo 'clients, 16 connections, against limit:'
serve "$out/limit"
printf '  limit: '
"$out/limit_client" "$port" 20000 16
for client in nng_client reference_nng_client; do
    [ -x "$out/$client" ] || continue
    printf '  %s: ' "$client"
    timeout 120 "$out/$client" "http://127.0.0.1:$port/" 20000 16 || echo 'failed'
done
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

awk -f plot.awk "$results" "$costs" > "$out/results.svg"
echo "results: $results, $costs, $out/results.svg"
