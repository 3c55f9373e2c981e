#!/bin/sh
# Runs the fuzz targets for a bounded number of inputs, beginning with the committed corpus and the fixtures of the
# test suite. Needs a C++ compiler, and no nightly toolchain: the compiler flags below make the fuzzer see coverage.
#
#   fuzz/run.sh                    every target, FUZZ_RUNS inputs each (default 100000); the same ones every time in a
#                                  fresh checkout
#   fuzz/run.sh head uri           these targets
#   FUZZ_SEED=0 FUZZ_RUNS=-1 FUZZ_SECONDS=600 fuzz/run.sh message
#                                  a real session: another seed every time, until the time is over
#   FUZZ_MERGE=1 fuzz/run.sh       adds to the committed corpus what the last session found and it does not cover
#
# Exits with 1 if a target fails; its input is then in fuzz/artifacts/<target>/.
set -eu
cd "$(dirname "$0")"
runs=${FUZZ_RUNS:-100000}
seconds=${FUZZ_SECONDS:-300}
seed=${FUZZ_SEED:-1}
host=$(rustc -vV | sed -n 's/^host: //p')
work=target/session
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"

[ $# -gt 0 ] || set -- line head chunked uri message ws socks5 pem
echo "building the fuzz targets"
# With --target the flags are for the targets alone, not for build scripts.
RUSTFLAGS=$coverage ${CARGO:-cargo} build --quiet --locked --release --target "$host" --target-dir target --bins
bin=target/$host/release
# The seeds are written by a program without coverage, since there is no fuzzer in it.
${CARGO:-cargo} run --quiet --locked --target-dir target --example seed -- "$work/seeds"

failed=
for target; do
    mkdir -p "$work/found/$target" "corpus/$target" "artifacts/$target"
    if [ -n "${FUZZ_MERGE:-}" ]; then
        # Into a copy of what there is; edges alone count, so that few inputs are new.
        rm -rf "$work/merged" && mkdir "$work/merged"
        find "corpus/$target" "$work/seeds/$target" -type f -exec cp {} "$work/merged" \;
        "$bin/$target" -merge=1 -use_counters=0 "$work/merged" "$work/found/$target" >"$work/$target.log" 2>&1
        find "$work/seeds/$target" -type f | sed "s|.*/|$work/merged/|" | xargs rm -f
        cp "$work/merged/"* "corpus/$target/" 2>/dev/null || true
        echo "$target: $(find "corpus/$target" -type f | wc -l) inputs in the corpus"
        continue
    fi
    echo "== $target: $(find "corpus/$target" "$work/seeds/$target" -type f | wc -l) inputs to begin with"
    log=$work/$target.log
    if RUST_BACKTRACE=0 "$bin/$target" -runs="$runs" -max_total_time="$seconds" -seed="$seed" -max_len=2048 \
        -timeout=10 -rss_limit_mb=1024 -artifact_prefix="artifacts/$target/" -print_final_stats=1 \
        "$work/found/$target" "corpus/$target" "$work/seeds/$target" >"$log" 2>&1; then
        grep 'DONE' "$log" || tail -3 "$log"
    else
        failed="$failed $target"
        grep -A6 'panicked at' "$log" || true
        tail -20 "$log" | grep -v '^0x'
    fi
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
