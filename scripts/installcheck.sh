#!/bin/sh
# Installs into a scratch directory, builds and runs a C program against the installed copy, dynamically and statically,
# runs a program that asks for libnng.so.1 or libdill.so.20, and uninstalls. Run by `make installcheck`.
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

step 'compat names'
# A program as compiled against another library: it asks the loader for that library's name.
for name in libnng.so.1 libdill.so.20; do
    printf 'const char *httpcore_version(void) { return 0; }\n' > "$scratch/other.c"
    $CC -shared -fPIC -Wl,-soname,"$name" -o "$scratch/libother.so" "$scratch/other.c"
    $CC -o "$scratch/old" "$scratch/program.c" "-I$root/usr/local/include/httpcore" "-L$scratch" -lother
    [ "$(LD_LIBRARY_PATH="$lib/httpcore/compat" "$scratch/old")" = "$version" ] || fail "$name does not lead here"
done

step 'uninstall'
$MAKE --no-print-directory uninstall DESTDIR="$root" PREFIX=/usr/local > "$scratch/log"
left=$(find "$root" ! -type d -o -name httpcore)
[ -z "$left" ] || fail "left behind: $left"
echo 'installcheck: passed'
