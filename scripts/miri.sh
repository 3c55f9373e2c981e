#!/bin/sh
# Runs tests of the Rust code under Miri, which interprets it and reports undefined behaviour. `make miri` calls this. It
# ends with status 77 when this machine lacks what it takes, which it names.
#
# Those run that lead to `unsafe` code and not far into the system: Miri knows neither sockets with all that they can do, nor
# assembly, nor C. Modules without unsafe code have no undefined behaviour to find. C programs keep pointers into our
# objects while they call functions that borrow these: tree borrows are the rules that allow it.
set -eu
cd "$(dirname "$0")/.."

cargo=${CARGO:-cargo}

skip() {
    echo "make miri: skipped: $1" >&2
    exit 77
}

said=$("$cargo" +nightly miri --version 2>&1) ||
    skip "no Miri (rustup toolchain install nightly --component miri,rust-src): $said"

# Isolated, it has a clock of its own, and files of the system are not there. What has threads runs with several schedules.
export MIRIFLAGS='-Zmiri-tree-borrows -Zmiri-isolation-error=hide'
MIRIFLAGS="$MIRIFLAGS -Zmiri-many-seeds=0..4" "$cargo" +nightly miri test --locked --test ffi_memory
"$cargo" +nightly miri test --locked --lib -- dill::handles::chain dill::handles::iolist dill::scheduler::coroutine \
    nng::ffi sys::addr sys::lent sys::sync
