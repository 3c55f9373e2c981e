#!/bin/sh
# check-aarch64.sh [FILTER...]: builds the library for AArch64 and runs the C suite for it under an emulator, or the programs
# whose names contain one of these. `make check-aarch64` calls this.
#
# A Rust compiler rarely comes with the standard library of another architecture. Debian has one for each, so the
# packages of its compiler are unpacked below target/; nothing of the system is changed, and the system's compiler stays
# what it is for everything else.
set -eu
cd "$(dirname "$0")/.."

target=aarch64-unknown-linux-gnu
cargo=${CARGO:-cargo}
build=$(pwd)/${CARGO_TARGET_DIR:-target}
case ${CARGO_TARGET_DIR:-} in /*) build=$CARGO_TARGET_DIR ;; esac
rust=$build/$target/rust

for tool in aarch64-linux-gnu-gcc aarch64-linux-gnu-g++ qemu-aarch64-static; do
    command -v $tool > /dev/null || { echo "$tool is missing: ./setup.sh develop" >&2; exit 1; }
done

# apt-get and apt-cache with lists of their own, which have both architectures.
state=$build/$target/apt
apt() {
    command=$1
    shift
    "$command" -q -o Dir::State::Lists="$state/lists" -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root \
        -o APT::Architectures::=amd64 -o APT::Architectures::=arm64 "$@"
}

# The name of a package that another one depends on.
dependency() { apt apt-cache depends --important "$1" | sed -n "s/^ *Depends: \($2\)\$/\1/p" | head -n 1; }

fetch_rust() {
    rm -rf "$rust.new" "$state"
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$rust.new/packages"
    apt apt-get update
    # Debian 12 has a current Rust under other names.
    web=
    [ -z "$(apt apt-cache search --names-only '^rustc-web$')" ] || web=-web
    std=$(dependency "libstd-rust$web-dev" 'libstd-rust-.*')
    llvm=$(dependency "$std" 'libllvm.*')
    (
        cd "$rust.new/packages"
        apt apt-get download "rustc$web" "$std" "$llvm" "libstd-rust$web-dev:amd64" "libstd-rust$web-dev:arm64"
        for package in *.deb; do dpkg-deb -x "$package" ..; done
    )
    rm -r "$rust.new/packages" "$state"
    mv "$rust.new" "$rust"
}

if [ -d "$(rustc --print target-libdir --target $target 2> /dev/null)" ]; then
    rustc=$(command -v rustc)
    libraries=
else
    [ -d "$rust" ] || fetch_rust
    rustc=$rust/usr/bin/rustc
    libraries=$rust/usr/lib/x86_64-linux-gnu
fi

env RUSTC="$rustc" LD_LIBRARY_PATH="$libraries" CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
    "$cargo" build --locked --lib --target $target
[ $# -gt 0 ] || set -- ''
for filter; do
    C_SUITE_ARCH=aarch64 "$cargo" test --locked --test c_suite -- "$filter"
done
