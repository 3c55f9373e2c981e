#!/bin/sh
# Installs into a scratch directory, builds and runs a C program against the installed copy, dynamically and statically,
# builds it as for libdill and nng, runs programs as they were linked with those, and uninstalls. Run by `make installcheck`.
set -eu
cd "$(dirname "$0")/.."
: "${MAKE:=make}" "${CC:=cc}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
step() { printf '== %s\n' "$1"; }
fail() { printf 'installcheck: %s\n' "$1" >&2; exit 1; }

step 'install'
$MAKE --no-print-directory install DESTDIR="$root" PREFIX=/usr/local > "$scratch/log"
lib=$root/usr/local/lib
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
[ -f "$lib/libhttpcore.so.1.$version" ] || fail 'the real name is missing'
[ "$(readlink "$lib/libhttpcore.so.1")" = "libhttpcore.so.1.$version" ] || fail 'the SONAME link is wrong'
[ "$(readlink "$lib/libhttpcore.so")" = libhttpcore.so.1 ] || fail 'the development link is wrong'
soname=$(readelf -d "$lib/libhttpcore.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
[ "$soname" = libhttpcore.so.1 ] || fail "the SONAME is $soname"
for page in man/*.*; do
    section=${page##*.}
    # 3http and the like are parts of section 3, to man(1) as well.
    [ -f "$root/usr/local/share/man/man${section%%[!0-9]*}/$(basename "$page")" ] || fail "$page is not installed"
done

step 'pkg-config'
export PKG_CONFIG_PATH="$lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
cat > "$scratch/program.c" <<'EOF'
#include <httpcore.h>
#include <libdill.h>
#include <nng/nng.h>
#include <stdio.h>
#include <string.h>
int main(void) {
    printf("%s\n", httpcore_version());
    return strcmp(httpcore_version(), HTTPCORE_VERSION) != 0;
}
EOF
[ "$(pkg-config --modversion httpcore)" = "$version" ] || fail 'pkg-config names another version'
# Unquoted: pkg-config prints several words.
# shellcheck disable=SC2046
{
    step 'shared'
    $CC -Wall -Werror -o "$scratch/shared" "$scratch/program.c" $(pkg-config --cflags --libs httpcore)
    [ "$(LD_LIBRARY_PATH="$lib" "$scratch/shared")" = "$version" ] || fail 'the program prints another version'
    readelf -d "$scratch/shared" | grep -q 'NEEDED.*libhttpcore\.so\.1]' || fail 'the program does not need the library'

    step 'examples'
    for example in "$root"/usr/local/share/doc/httpcore/examples/*.c; do
        $CC -Wall -Wextra -Werror -o "$scratch/example" "$example" $(pkg-config --cflags --libs httpcore)
    done

    step 'static library'
    $CC -Wall -Werror -o "$scratch/static" "$scratch/program.c" $(pkg-config --cflags httpcore) \
        -Wl,-Bstatic $(pkg-config --libs httpcore) -Wl,-Bdynamic $(pkg-config --static --libs-only-l httpcore |
        sed 's/-lhttpcore//')
    [ "$("$scratch/static")" = "$version" ] || fail 'the program prints another version'
    if readelf -d "$scratch/static" | grep -q libhttpcore; then fail 'the program needs the shared library'; fi

    step 'wholly static'
    # glibc warns that host names are looked up with shared libraries.
    $CC -static -o "$scratch/wholly" "$scratch/program.c" $(pkg-config --static --cflags --libs httpcore) \
        2> "$scratch/warnings" || { cat "$scratch/warnings" >&2; fail 'linking failed'; }
    [ "$("$scratch/wholly")" = "$version" ] || fail 'the program prints another version'
}

step 'as if for libdill or nng'
compat=$lib/httpcore/compat
for name in dill nng; do
    $CC -I"$root/usr/local/include/httpcore" -o "$scratch/$name" "$scratch/program.c" -L"$compat" -l$name
    [ "$(LD_LIBRARY_PATH="$lib" "$scratch/$name")" = "$version" ] || fail "-l$name leads elsewhere"
done
[ "$(PKG_CONFIG_PATH=$compat/pkgconfig pkg-config --cflags --libs libdill)" = \
    "$(pkg-config --cflags --libs httpcore)" ] || fail 'pkg-config finds another libdill'
cp -R "$compat/cmake" "$scratch"
# As if the scratch directory were the root.
sed -i "s|\"/usr/|\"$root/usr/|" "$scratch/cmake/nng/nng-config.cmake"
cat > "$scratch/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.13)
project(program C)
find_package(nng 1.5 CONFIG REQUIRED)
add_executable(found program.c)
target_link_libraries(found ${NNG_LIBRARY})
EOF
{ cmake -S "$scratch" -B "$scratch/found" -Dnng_DIR="$scratch/cmake/nng" && cmake --build "$scratch/found"; } \
    > "$scratch/log" 2>&1 || { cat "$scratch/log" >&2; fail 'CMake cannot build with it'; }
[ "$("$scratch/found/found")" = "$version" ] || fail 'CMake finds another nng'

# on_compat NAME PROGRAM: runs a program that was linked with the library NAME, and with nothing of ours, as it is.
on_compat() {
    readelf -d "$2" | grep -q "NEEDED.*\[$1\]" || fail "$2 does not need $1"
    if readelf -d "$2" | grep -q libhttpcore; then fail "$2 was linked with the library"; fi
    LD_LIBRARY_PATH=$compat ldd "$2" | grep -q "$1 => $compat/$1 " || fail "$1 does not lead here"
    # From inside: some read their files, or make some.
    (mkdir -p "$2.cwd" && cd "$2.cwd" && LD_LIBRARY_PATH=$compat timeout 60 "$2" > "$2.log" 2>&1) ||
        { cat "$2.log" >&2; fail "$2 fails"; }
}

step 'programs that were linked with libdill'
# Debian has no libdill. For the linker, the names of its functions and variables are as good.
sed -n 's/^dill_.*/char &[8];/p' tests/exports/names.txt > "$scratch/dill.c"
$CC -shared -fPIC -Wl,-soname,libdill.so.20 -o "$scratch/libdill.so" "$scratch/dill.c"
# The first contains what compiled programs contain of the macro go, and nothing of our headers.
for name in go_compiled http_exchange; do
    $CC -DSIGSETJMP -I"$root/usr/local/include/httpcore" -Ic-tests -o "$scratch/$name" "c-tests/dill/$name.c" \
        -L"$scratch" -ldill -pthread
    on_compat libdill.so.20 "$scratch/$name"
done

step 'programs that were linked with nng'
[ -e /usr/include/nng/nng.h ] || fail 'nng is missing: install the Debian package libnng-dev'
# By their full paths: those of TLS look for certificates beside their sources.
for name in aio_callback aio_cancel aio_refused client conn_operations handler_directory http_req http_res \
    http_wire msg opts platform server_exchange server_handlers stats stream_accept stream_exchange \
    stream_options stream_tls stream_unix strerror tls_client_certs tls_config tls_use tls_verify url; do
    $CC -D_GNU_SOURCE -Ic-tests -o "$scratch/$name" "$PWD/c-tests/nng/$name.c" -lnng -pthread
    on_compat libnng.so.1 "$scratch/$name"
done

step 'uninstall'
$MAKE --no-print-directory uninstall DESTDIR="$root" PREFIX=/usr/local > "$scratch/log"
left=$(find "$root" ! -type d -o -name httpcore)
[ -z "$left" ] || fail "left behind: $left"
echo 'installcheck: passed'
