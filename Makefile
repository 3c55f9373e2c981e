# libhttpcore: builds, tests and installs the library for C programs. `make help` lists the targets.
#
#   make install PREFIX=/usr DESTDIR=/tmp/root      paths: PREFIX, LIBDIR, includedir, mandir, docdir
#   make CC=clang CARGO=/opt/rust/bin/cargo ...     tools

CARGO ?= cargo
INSTALL ?= install

PREFIX ?= /usr/local
prefix ?= $(PREFIX)
LIBDIR ?= $(prefix)/lib
libdir ?= $(LIBDIR)
includedir ?= $(prefix)/include
mandir ?= $(prefix)/share/man
docdir ?= $(prefix)/share/doc/httpcore

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
ABI := 1
SONAME := libhttpcore.so.$(ABI)
REALNAME := $(SONAME).$(VERSION)

BUILD := $(or $(CARGO_TARGET_DIR),target)/release
SHARED := $(BUILD)/libhttpcore.so
STATIC := $(BUILD)/libhttpcore.a

SOURCES := Cargo.toml Cargo.lock build.rs $(shell find src -name '*.rs' -o -name '*.c')
HEADERS := $(shell cd include && find . -name '*.h' | sed 's|^\./||' | sort)
MAN3 := $(wildcard man/*.3 man/*.3http man/*.3tls)
MAN7 := $(wildcard man/*.7)
EXAMPLES := $(wildcard examples/*.c)

# Where things go. Programs of other libraries never look into INCLUDE and COMPAT: the headers have the names of libdill's
# and nng's, and so has what lets programs run here that were compiled for those libraries, or that are to be.
LIB := $(DESTDIR)$(libdir)
PKGCONFIG := $(LIB)/pkgconfig
MAN := $(DESTDIR)$(mandir)
INCLUDE := $(DESTDIR)$(includedir)/httpcore
DOC := $(DESTDIR)$(docdir)
COMPAT := $(LIB)/httpcore/compat
COMPAT_LINKS := libdill.so libdill.so.20 libnng.so libnng.so.1

# Prints a template with its places filled in.
FILL_IN = sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' -e 's|@includedir@|$(includedir)|' \
    -e 's|@version@|$(VERSION)|'

.DELETE_ON_ERROR:
.PHONY: all check check-aarch64 memcheck races miri model demo install uninstall installcheck bench headers clean help

all: $(SHARED) ## build the shared and the static library (the default)

# Without the crate type rlib, which would turn link-time optimisation off.
$(SHARED) $(STATIC) &: $(SOURCES)
	$(CARGO) rustc --locked --release --lib --crate-type cdylib,staticlib
	@touch $(SHARED) $(STATIC)

check: ## run all tests
	$(CARGO) test --locked --no-fail-fast

check-aarch64: ## run the C suite for AArch64 under an emulator
	@CARGO='$(CARGO)' scripts/check-aarch64.sh

memcheck: ## run the C programs under valgrind
	MEMCHECK=1 $(CARGO) test --locked --test c_suite

races: ## run the C programs of nng's interface under ThreadSanitizer, where the tools are there
	@CARGO='$(CARGO)' scripts/races.sh || [ $$? = 77 ]

miri: ## run tests of the Rust code under Miri, where that is there
	@CARGO='$(CARGO)' scripts/miri.sh || [ $$? = 77 ]

model: ## explore how the threads of the nng face can interleave
	cd model && $(CARGO) run --quiet --locked --release

demo: all ## run a client and a server against each other and show what they say
	@BUILD='$(abspath $(BUILD))' scripts/demo.sh

# Seconds of each measurement.
SECONDS ?= 4

bench: all ## measure throughput and draw a plot of it
	@BUILD='$(abspath $(BUILD))' CARGO='$(CARGO)' SECONDS_EACH='$(SECONDS)' bench/run.sh

headers: ## rewrite include/ from the sources
	UPDATE_HEADERS=1 $(CARGO) test --locked --test headers up_to_date

installcheck: all ## install into a scratch directory, build programs against that, uninstall
	@MAKE='$(MAKE)' scripts/installcheck.sh

install: all ## install libraries, headers, httpcore.pc, manual pages, examples
	$(INSTALL) -d '$(LIB)' '$(PKGCONFIG)' '$(COMPAT)/pkgconfig' '$(COMPAT)/cmake/nng' '$(MAN)/man3' '$(MAN)/man7' \
	    '$(DOC)/examples'
	$(INSTALL) -m 755 $(SHARED) '$(LIB)/$(REALNAME)'
	ln -sf $(REALNAME) '$(LIB)/$(SONAME)'
	ln -sf $(SONAME) '$(LIB)/libhttpcore.so'
	set -e; for l in $(COMPAT_LINKS); do ln -sf ../../$(SONAME) "$(COMPAT)/$$l"; done
	$(INSTALL) -m 644 $(STATIC) '$(LIB)/libhttpcore.a'
	$(FILL_IN) scripts/httpcore.pc.in > '$(PKGCONFIG)/httpcore.pc'
	$(FILL_IN) scripts/compat/libdill.pc.in > '$(COMPAT)/pkgconfig/libdill.pc'
	$(FILL_IN) scripts/compat/nng-config.cmake.in > '$(COMPAT)/cmake/nng/nng-config.cmake'
	chmod 644 '$(PKGCONFIG)/httpcore.pc' '$(COMPAT)/pkgconfig/libdill.pc' '$(COMPAT)/cmake/nng/nng-config.cmake'
	$(INSTALL) -m 644 scripts/compat/nng-config-version.cmake '$(COMPAT)/cmake/nng'
	set -e; for h in $(HEADERS); do $(INSTALL) -D -m 644 "include/$$h" "$(INCLUDE)/$$h"; done
	set -e; for p in $(MAN3); do $(INSTALL) -m 644 "$$p" '$(MAN)/man3'; done
	set -e; for p in $(MAN7); do $(INSTALL) -m 644 "$$p" '$(MAN)/man7'; done
	$(INSTALL) -m 644 $(EXAMPLES) '$(DOC)/examples'

uninstall: ## remove what install has put in place
	rm -f '$(LIB)/$(REALNAME)' '$(LIB)/$(SONAME)' '$(LIB)/libhttpcore.so' '$(LIB)/libhttpcore.a'
	rm -f $(COMPAT_LINKS:%='$(COMPAT)/%') '$(COMPAT)/pkgconfig/libdill.pc' '$(PKGCONFIG)/httpcore.pc'
	rm -f '$(COMPAT)/cmake/nng/nng-config.cmake' '$(COMPAT)/cmake/nng/nng-config-version.cmake'
	rm -f $(HEADERS:%='$(INCLUDE)/%')
	rm -f $(patsubst man/%,'$(MAN)/man3/%',$(MAN3)) $(patsubst man/%,'$(MAN)/man7/%',$(MAN7))
	rm -f $(EXAMPLES:%='$(DOC)/%')
	-find '$(INCLUDE)' '$(LIB)/httpcore' '$(DOC)' -depth -type d -empty -delete

clean: ## remove everything that was built
	$(CARGO) clean

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16
