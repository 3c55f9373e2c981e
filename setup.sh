#!/bin/sh
# Prepares this machine: looks for what is needed and installs the missing Debian packages, by name and without asking,
# when it may (as root, or with a sudo that wants no password). Otherwise it says what is missing and fails.
#
#   ./setup.sh demo      for `make demo`, `make` and `make install`
#   ./setup.sh test      for `make check` as well
#   ./setup.sh develop   for what `.ci/run` does as well
#   ./setup.sh bench     for `make bench`
set -eu

RUST=1.85

mode=${1:-}
case $mode in
    demo) level=1 ;;
    test) level=2 ;;
    develop) level=3 ;;
    bench) level=1 ;;
    *) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0" >&2; exit 2 ;;
esac

missing=
packages=
# need WHAT PACKAGE...: notes that something is missing.
need() {
    missing="$missing
  $1"
    shift
    packages="$packages $*"
}
have() { command -v "$1" > /dev/null 2>&1; }
# The version that apt would install, nothing when it knows none.
candidate() { LC_ALL=C apt-cache policy "$1" 2> /dev/null | sed -n 's/^ *Candidate: //p' | grep -v '(none)' || :; }
# at_least HAVE WANT: both MAJOR.MINOR...
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]
}

# For `make races` and `make miri`, which are skipped without: what rustup can add to toolchains that are there.
add_components() {
    have rustup || return 0
    rustup -q component add rust-src || :
    case $(rustup toolchain list) in
        *nightly*) rustup -q component add --toolchain nightly miri rust-src || : ;;
    esac
}

look() {
    missing=
    packages=
    scratch=$(mktemp -d)
    printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' > "$scratch/a.c"
    ${CC:-cc} -o "$scratch/a" "$scratch/a.c" 2> /dev/null || need 'a C compiler that links programs' gcc libc6-dev
    if [ "$level" -ge 2 ]; then
        cp "$scratch/a.c" "$scratch/a.cpp"
        ${CXX:-c++} -o "$scratch/a" "$scratch/a.cpp" 2> /dev/null || need 'a C++ compiler' g++
    fi
    rm -r "$scratch"
    have make || need make make
    [ -e /etc/ssl/certs/ca-certificates.crt ] || need 'certificates of authorities, to fetch crates' ca-certificates
    have curl || need curl curl
    look_for_rust
    if [ "$mode" = bench ]; then
        have wrk || need wrk wrk
        have pkg-config || need pkg-config pkg-config
        [ -e /usr/include/nng/nng.h ] || need "nng, as the reference" libnng-dev
    fi
    [ "$level" -ge 2 ] || return 0

    have gcc || need gcc gcc
    have g++ || need g++ g++
    have clang || need clang clang
    have nm || need nm binutils
    have diff || need diff diffutils
    have pkg-config || need pkg-config pkg-config
    have mandoc || need mandoc mandoc
    [ -e /usr/include/nng/nng.h ] || need "nng, as the reference" libnng-dev
    # Other people's software, to talk to.
    [ -x /usr/sbin/nginx ] || need nginx nginx
    /usr/bin/python3 -c 'import websockets' 2> /dev/null || need "Python's module websockets" python3 python3-websockets
    have chromium || need 'chromium, as a browser' chromium
    have openssl || need openssl openssl
    [ "$level" -ge 3 ] || return 0

    have cmake || need cmake cmake
    { have valgrind && have_debug_symbols; } || need valgrind valgrind libc6-dbg
    look_for_aarch64
}

# For the C suite of another architecture.
look_for_aarch64() {
    have aarch64-linux-gnu-g++ ||
        need 'compilers for AArch64' gcc-aarch64-linux-gnu g++-aarch64-linux-gnu libc6-dev-arm64-cross
    have qemu-aarch64-static || need 'an emulator of AArch64' qemu-user-static
}

# Without glibc's own symbols valgrind's suppressions cannot name its functions.
have_debug_symbols() { ls /usr/lib/debug/.build-id/*/*.debug > /dev/null 2>&1; }

look_for_rust() {
    version=$(${CARGO:-cargo} --version 2> /dev/null | cut -d ' ' -f 2) || :
    web=
    if [ -z "$version" ] || ! at_least "$version" "$RUST"; then
        # Debian 12 has a current Rust under other package names, but with the usual commands.
        at_least "$(candidate rustc)" "$RUST" || web=-web
        need "Rust $RUST or later${version:+ (there is $version)}" "rustc$web" "cargo$web"
    elif have dpkg && dpkg -s cargo-web > /dev/null 2>&1; then
        web=-web
    fi
    [ "$level" -ge 3 ] || return 0
    ${CARGO:-cargo} fmt --version > /dev/null 2>&1 || need rustfmt "rustfmt$web"
    ${CARGO:-cargo} clippy --version > /dev/null 2>&1 || need clippy "rust${web}-clippy"
    # Of the same version as the compiler, if that is Debian's; others may do without.
    if [ "$(${RUSTC:-rustc} --print sysroot 2> /dev/null || echo /usr)" = /usr ]; then
        [ -e /usr/lib/rustlib/src/rust/library/Cargo.lock ] ||
            need "the sources of Rust's standard library" "rustc$web" "cargo$web" "rust$web-src"
    fi
}

[ "$level" -lt 3 ] || add_components
look
[ -n "$missing" ] || exit 0
echo "Missing:$missing"

if ! have apt-get; then
    echo 'This is no Debian system: please install these by your own means.' >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root=
elif have sudo && sudo -n true 2> /dev/null; then
    as_root=sudo
else
    echo "Please install, as root: apt-get install$packages" >&2
    exit 1
fi

$as_root apt-get -q -o DPkg::Lock::Timeout=300 update
look # The list of packages may say more now.
echo "Installing:$packages"
# Nothing that is installed is removed for this. Unquoted: a list of names.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends --no-remove $packages

look
[ -z "$missing" ] || { echo "Still missing:$missing" >&2; exit 1; }
