#!/bin/sh
# Builds the library with ThreadSanitizer and runs the C programs of nng's interface on it. `make races` calls this. It ends
# with status 77 when this machine lacks what it takes, which it names.
#
# Rust's standard library is built from its source, to be watched as well: locks, channels and reference counts order what
# threads do, and where that cannot be seen, everything looks like a race. Cargo and the compiler count as unstable what
# this takes; RUSTC_BOOTSTRAP has those of a release accept it.
set -eu
cd "$(dirname "$0")/.."

cargo=${CARGO:-cargo}
rustc=${RUSTC:-rustc}
build=${CARGO_TARGET_DIR:-target}/races

skip() {
    echo "make races: skipped: $1" >&2
    exit 77
}

source=$("$rustc" --print sysroot)/lib/rustlib/src/rust/library
[ -e "$source/Cargo.lock" ] || skip "no $source
  (rustup component add rust-src, or Debian's package rust-src or rust-web-src)"

scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
echo 'int main(void) { return 0; }' > "$scratch/a.c"
said=$( { gcc -fsanitize=thread -o "$scratch/a" "$scratch/a.c" && "$scratch/a"; } 2>&1) ||
    skip "gcc -fsanitize=thread does not work: $said"

target=$("$rustc" --version --verbose | sed -n 's/^host: //p')
# The names of functions as gcc's runtime can read them.
names='-Zunstable-options -Csymbol-mangling-version=legacy'
# The C in aws-lc and in the library itself.
flags=CFLAGS_$(echo "$target" | tr - _)
env RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=thread $names" "$flags=-fsanitize=thread" \
    "$cargo" rustc --locked --lib --crate-type cdylib --target "$target" --target-dir "$build" \
    -Zbuild-std=std,panic_abort
RACES=1 "$cargo" test --locked --test c_suite "$@"
