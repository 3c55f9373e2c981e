/* libdill.h: coroutines, channels and network protocols with the interface of libdill. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit.

   Switches, to be defined before inclusion:
     DILL_DISABLE_RAW_NAMES  no names without the dill_ prefix (WS_KEY_SIZE excepted)
     DILL_DISABLE_SOCKETS    coroutines, channels and handles only
     DILL_DISABLE_TLS        no TLS
     DILL_NO_EXPORTS         if not 0: declarations carry no visibility attribute
     DILL_ARCH_FALLBACK      on AArch64: coroutines are compiled in such a way that the program runs with libdill too,
                             which costs time; on x86-64 it always does
   The library is the same for all of them. */

#ifndef LIBDILL_H_INCLUDED
#define LIBDILL_H_INCLUDED

#if !defined __GNUC__ && !defined __clang__
#error "libdill.h needs a compiler that understands GNU C."
#endif

#include <errno.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#if defined __linux__
#include <alloca.h>
#endif

/* Version of the interface, as libtool counts: current, revision, age. */
#define DILL_VERSION_CURRENT 25
#define DILL_VERSION_REVISION 0
#define DILL_VERSION_AGE 5

#if defined DILL_NO_EXPORTS && DILL_NO_EXPORTS + 0 != 0
#define DILL_EXPORT
#else
#define DILL_EXPORT __attribute__((visibility("default")))
#endif

#if defined __arm__ && !defined __aarch64__
#define DILL_ALIGN __attribute__((aligned(sizeof(void *))))
#else
#define DILL_ALIGN
#endif

#if defined __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------- coroutines, handles */

/** Operation of a `dill_chclause`: send the value to the channel. */
#define DILL_CHSEND 1

/** Operation of a `dill_chclause`: receive a value from the channel. */
#define DILL_CHRECV 2

/** Memory for one bundle, passed to `dill_bundle_mem`; in use until the bundle is closed. */
struct dill_bundle_storage {
    char _[64];
};

/** Memory for one channel, passed to `dill_chmake_mem`; in use until both ends are closed. */
struct dill_chstorage {
    char _[144];
};

/** One clause of `dill_choose`: what to do with which channel. */
struct dill_chclause {
    /** `DILL_CHSEND` or `DILL_CHRECV`. */
    int op;
    /** Handle of the channel's end. */
    int ch;
    /** The value to send, or the buffer that receives it. May be NULL when `len` is 0. */
    void *val;
    /** Size of the value in bytes. Both sides of an exchange must name the same size. */
    size_t len;
};

/**
 * The first half of `dill_go`, `dill_go_mem`, `dill_bundle_go` and `dill_bundle_go_mem`. Programs use those macros;
 * compiled programs contain calls of this function.
 *
 * `bndl` is the bundle that the coroutine joins, negative to make a new one. `*ptr` is NULL for a stack of the
 * library, or memory of `len` bytes. `file` and `line` tell where the coroutine is started; they are not used.
 *
 * Returns the new bundle's handle (0 when it joins one), and then the coroutine counts as running: `*ctx` is where
 * the caller saves its registers, `*ptr` the stack pointer to call the coroutine's function with. Returns -1 with
 * errno set, and nothing has happened: `ECANCELED` (the caller is being cancelled), `EBADF` (not a handle),
 * `ENOTSUP` (not a bundle), `ENOMEM` (no memory, or `len` is too small for a stack).
 *
 * Requirements: `ctx` and `ptr` are writable. Memory of the program stays valid until the coroutine has finished.
 */
DILL_EXPORT int dill_prologue(void **ctx, void **ptr, size_t len, int bndl, const char *file, int line);

/** The second half of the `go` macros: ends the coroutine that calls it. Never returns. */
DILL_EXPORT void dill_epilogue(void);

/**
 * Returns the current time in milliseconds, on a clock that never goes back and whose origin is unspecified.
 *
 * Deadlines are points on this clock; a function that is passed 0 does not wait, one that is passed a negative number
 * has no limit. The result is greater than 0.
 */
DILL_EXPORT int64_t dill_now(void);

/**
 * Suspends the calling coroutine until `deadline`, for ever if it is negative. Always gives the others a turn, even
 * if the deadline has passed.
 *
 * Returns 0, or -1 with errno set to `ECANCELED`.
 */
DILL_EXPORT int dill_msleep(int64_t deadline);

/**
 * Gives the other coroutines of the thread that are ready a turn.
 *
 * Returns 0, or -1 with errno set to `ECANCELED`.
 */
DILL_EXPORT int dill_yield(void);

/**
 * Makes an empty bundle, to be filled with `dill_bundle_go`.
 *
 * Returns its handle. `dill_hclose` cancels the coroutines that have not finished and waits for them. Returns -1
 * with errno set: `ECANCELED`, `ENOMEM`.
 */
DILL_EXPORT int dill_bundle(void);

/**
 * Makes an empty bundle in memory of the program, which stays in place until the bundle is closed.
 *
 * Returns its handle, or -1 with errno set: `EINVAL` (`mem` is NULL), `ECANCELED`, `ENOMEM`.
 */
DILL_EXPORT int dill_bundle_mem(struct dill_bundle_storage *mem);

/**
 * Waits until the last coroutine of the bundle has finished; returns at once if it is empty. Several coroutines may wait
 * for the same bundle. It stays open and can be filled again.
 *
 * Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bundle), `ECANCELED` (the caller is
 * being cancelled, or the bundle was closed), `ETIMEDOUT`.
 */
DILL_EXPORT int dill_bundle_wait(int h, int64_t deadline);

/**
 * Closes a handle and releases what is behind it, at once: connections are cut off, not ended; unfinished coroutines
 * of a bundle are cancelled, which takes as long as their functions need to return.
 *
 * Returns 0 and leaves errno alone. Returns -1 with errno set: `EBADF` (not a handle, or it is being closed), `EDEADLK` (a bundle whose closing
 * would wait for the calling coroutine, its member for instance; nothing has happened).
 */
DILL_EXPORT int dill_hclose(int h);

/**
 * Takes ownership of what is behind a handle: returns a new handle for it, and the old one is invalid.
 *
 * Returns -1 with errno set: `EBADF` (not a handle, or it is being closed); `ECANCELED`, `ENOMEM`, and the handle has
 * been closed.
 */
DILL_EXPORT int dill_hown(int h);

/**
 * Waits until the file descriptor is readable, or in a state in which reading fails at once.
 *
 * Always gives the other coroutines a turn, even if it is ready. Before `fd` is closed, or handed to other code, call
 * `dill_fdclean`.
 *
 * Returns 0, or -1 with errno set: `ECANCELED`; `EBADF` (not an open descriptor, or it was closed meanwhile), `ENOTSUP`
 * (cannot be waited for, a regular file for instance), `EBUSY` (another coroutine waits for the same), `ENOMEM`,
 * `ENOSPC` (see epoll_ctl(2)); `ETIMEDOUT`.
 */
DILL_EXPORT int dill_fdin(int fd, int64_t deadline);

/**
 * Waits until the file descriptor is writable, or in a state in which writing fails at once.
 *
 * Otherwise like `dill_fdin`, with the same errors. One coroutine may wait in each direction.
 */
DILL_EXPORT int dill_fdout(int fd, int64_t deadline);

/**
 * Makes the library forget a file descriptor, which the program may then close or hand to other code.
 *
 * Returns 0, also if it was never waited for. Returns -1 with errno set: `EBADF` (negative), `EBUSY` (a coroutine
 * waits for it).
 */
DILL_EXPORT int dill_fdclean(int fd);

/**
 * Makes a channel, through which coroutines of the thread hand each other values.
 *
 * What is sent on one end is received on the other; the two directions have nothing to do with each other. Nothing is
 * stored: a send ends when a receive takes the value. Those who wait are served in the order of their arrival.
 *
 * Stores the handles of both ends in `chv`, each to be closed with `dill_hclose`. Closing one end wakes nobody, use
 * `dill_chdone` to tell the other end; when both are closed, everybody who waits gets `EPIPE`.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`chv` is NULL), `ECANCELED`, `ENOMEM`.
 *
 * Requirements: `chv` is NULL or an array of two.
 */
DILL_EXPORT int dill_chmake(int *chv);

/**
 * Makes a channel in memory of the program, which stays in place until both ends are closed.
 *
 * Otherwise like `dill_chmake`. Returns 0, or -1 with errno set: `EINVAL` (`mem` or `chv` is NULL), `ECANCELED`,
 * `ENOMEM`.
 *
 * Requirements: `chv` is NULL or an array of two.
 */
DILL_EXPORT int dill_chmake_mem(struct dill_chstorage *mem, int *chv);

/**
 * Sends the `len` bytes at `val` to the channel's other end. Waits until somebody receives them there, but does not
 * suspend the caller if somebody is waiting to. `len` may be 0: then the two only meet.
 *
 * Returns 0. Returns -1 with errno set: `ECANCELED`; `EBADF` (not a handle), `ENOTSUP` (not a channel); `EINVAL` (`val`
 * is NULL, and `len` is not 0); `EPIPE` (`dill_chdone` was called on this end, or both ends were closed meanwhile);
 * `EMSGSIZE` (the receiver, who gets the same error, expects another size; the channel can be used further);
 * `ETIMEDOUT`.
 *
 * Requirements: `val` is NULL or readable for `len` bytes until the call returns.
 */
DILL_EXPORT int dill_chsend(int ch, const void *val, size_t len, int64_t deadline);

/**
 * Receives `len` bytes that are sent on the channel's other end, and stores them at `val`. Waits until somebody sends
 * them there, but does not suspend the caller if somebody is waiting to. `len` may be 0: then the two only meet.
 *
 * Returns 0. Returns -1 with errno set: `ECANCELED`; `EBADF` (not a handle), `ENOTSUP` (not a channel); `EINVAL` (`val`
 * is NULL, and `len` is not 0); `EPIPE` (`dill_chdone` was called on the other end, or both ends were closed
 * meanwhile); `EMSGSIZE` (the sender, who gets the same error, sends another size; the channel can be used further);
 * `ETIMEDOUT`.
 *
 * Requirements: `val` is NULL or writable for `len` bytes until the call returns.
 */
DILL_EXPORT int dill_chrecv(int ch, void *val, size_t len, int64_t deadline);

/**
 * Ends sending on this end of the channel: everybody who sends on it or receives on the other one, now or later, gets
 * `EPIPE`. The other direction goes on.
 *
 * Returns 0. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a channel), `EPIPE` (called before).
 */
DILL_EXPORT int dill_chdone(int ch);

/**
 * Does what one of the clauses says, whichever is possible first; if several are, the one with the lowest index. If
 * none is at once, waits for one. With 0 clauses it sleeps until the deadline.
 *
 * Returns the index of the clause that was done or has failed, and errno tells which: 0 (done), `EBADF` (not a handle),
 * `ENOTSUP` (not a channel), `EINVAL` (`op` is unknown, or `val` is NULL and `len` not 0), `EPIPE`, `EMSGSIZE` (as for
 * `dill_chsend` and `dill_chrecv`). Clauses with a greater index than a failed one are not looked at.
 *
 * Returns -1 with errno set: `ECANCELED`; `EINVAL` (`nclauses` is negative, or `clauses` NULL and `nclauses` not 0);
 * `ENOMEM` (for waiting with many clauses); `ETIMEDOUT`.
 *
 * Requirements: `clauses` is an array of `nclauses` elements. Memory that they name is as for `dill_chsend` and `dill_chrecv`.
 */
DILL_EXPORT int dill_choose(struct dill_chclause *clauses, int nclauses, int64_t deadline);

/* Not used by this header; present because programs may refer to it. */
DILL_EXPORT extern volatile void *dill_unoptimisable;

/* Functions that are started as coroutines carry this attribute. Inlined, they would keep their variables in the stack
   frame of the function that starts them. And since they go on after that function does, the compiler must not draw
   conclusions from their code: it would find out that they do not keep the pointers that they are passed, and that
   nobody can change what those point to any more once they have been called. */
#if defined __clang__
#define dill_coroutine __attribute__((noinline, optnone))
#elif __GNUC__ >= 8
#define dill_coroutine __attribute__((noipa))
#else
#define dill_coroutine __attribute__((noinline, noclone))
#endif

/* The macros at the end start a coroutine:

     dill_go(fn(args))                          in a new bundle, on a stack of the library
     dill_go_mem(fn(args), ptr, len)            in a new bundle, on the len bytes at ptr
     dill_bundle_go(bndl, fn(args))             in the bundle bndl; if that is negative, as dill_go
     dill_bundle_go_mem(bndl, fn(args), ptr, len)

   Each is an expression of type int: the handle of the new bundle, or 0 when the coroutine joins one; -1 with errno
   set if it cannot be started (see dill_prologue), and then fn(args) is not evaluated. The coroutine runs first; the
   caller goes on at its next turn. ptr, len and bndl are evaluated once, by the caller; fn(args) is evaluated once, on
   the new stack, in the caller's variables. Its arguments must not suspend, since the caller may be gone afterwards.
   On AArch64 an argument of more than 16 bytes is a copy in the caller's frame: it lasts as long as the caller's call.
   A coroutine function ends by returning: no exception and no longjmp may leave it.

   What is in memory at run time, in the order of the code:
     1. dill_prologue makes the coroutine and says where to save the caller's registers and where its stack begins.
     2. dill_save_ stores the callee-saved registers, the stack pointer and the address after itself, and yields 0.
        When the library resumes the caller, control is back at that address, and dill_save_ yields 1.
     3. After 0, the stack pointer moves to the new stack and fn(args) is called. dill_epilogue never returns.
   The compiler must believe that dill_epilogue returns: what lives in the caller's frame has to survive step 3. */

#if defined __x86_64__ && defined __LP64__
/* x86-64: the record is rbx, rbp, r12 to r15, rsp and the resume address, 8 bytes each.

   These are lost in a switch to another coroutine, as in a call. The other registers are in the record and come
   back. */
#if defined __SSE__
#define dill_clobber_xmm_ , "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", \
    "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#else
#define dill_clobber_xmm_
#endif
#if defined __AVX512F__
#define dill_clobber_zmm_ , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", \
    "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"
#else
#define dill_clobber_zmm_
#endif
#if defined __MMX__
#define dill_clobber_mmx_ , "mm0", "mm1", "mm2", "mm3", "mm4", "mm5", "mm6", "mm7"
#else
#define dill_clobber_mmx_
#endif
#if !defined _SOFT_FLOAT && !defined __NO_X87__
#define dill_clobber_x87_ , "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)"
#else
#define dill_clobber_x87_
#endif

/* With branch protection, the target of an indirect jump carries a mark. */
#if defined __CET__ && __CET__ % 2 == 1
#define dill_landing_ "endbr64\n\t"
#else
#define dill_landing_ ""
#endif

/* The library jumps to the stored address with the record in rdx and 1 in eax. */
#define dill_save_(record) \
    __extension__ ({ \
        int dill_resumed_; \
        __asm__ volatile( \
            "movq %%rbx, 0(%%rdx)\n\t" \
            "movq %%rbp, 8(%%rdx)\n\t" \
            "movq %%r12, 16(%%rdx)\n\t" \
            "movq %%r13, 24(%%rdx)\n\t" \
            "movq %%r14, 32(%%rdx)\n\t" \
            "movq %%r15, 40(%%rdx)\n\t" \
            "movq %%rsp, 48(%%rdx)\n\t" \
            "leaq 77f(%%rip), %%rcx\n\t" \
            "movq %%rcx, 56(%%rdx)\n\t" \
            "xorl %%eax, %%eax\n" \
            "77:\n\t" \
            dill_landing_ \
            : "=a"(dill_resumed_) \
            : "d"(record) \
            : "memory", "cc", "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11" \
              dill_clobber_xmm_ dill_clobber_zmm_ dill_clobber_mmx_ dill_clobber_x87_); \
        dill_resumed_; \
    })

#define dill_set_stack_pointer_(pointer) __asm__ volatile("movq %%rax, %%rsp" : : "a"(pointer) : "memory")

#elif defined __aarch64__ && defined __LP64__ && defined __AARCH64EL__
/* AArch64: the record is x19 to x29 from offset 0, 8 bytes each, and from offset 312 the resume address and sp. The
   library jumps to the resume address with 1 in w0. Or it is a sigjmp_buf, as in programs compiled for libdill. */
#if defined DILL_ARCH_FALLBACK
#define dill_store_ \
    "mov x0, %1\n\t" \
    "mov w1, wzr\n\t" \
    "bl __sigsetjmp\n\t"
#else
#define dill_store_ \
    "stp x19, x20, [%1]\n\t" \
    "stp x21, x22, [%1, #16]\n\t" \
    "stp x23, x24, [%1, #32]\n\t" \
    "stp x25, x26, [%1, #48]\n\t" \
    "stp x27, x28, [%1, #64]\n\t" \
    "str x29, [%1, #80]\n\t" \
    "adr x2, 77f\n\t" \
    "mov x3, sp\n\t" \
    "stp x2, x3, [%1, #312]\n\t" \
    "mov w0, wzr\n" \
    "77:\n\t"
#endif

/* With branch protection, the target of an indirect jump carries a mark: bti j, by the name that it always had. */
#if defined __ARM_FEATURE_BTI_DEFAULT
#define dill_landing_ "hint #36\n\t"
#else
#define dill_landing_ ""
#endif

/* Lost in a switch to another coroutine: what a call clobbers, and v8 to v15, of which a call preserves one half. The
   other registers are in the record and come back, that of the operand %1 among them. */
#if defined __ARM_FEATURE_SVE
#define dill_clobber_sve_ , "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", \
    "p14", "p15"
#else
#define dill_clobber_sve_
#endif

#define dill_save_(record) \
    __extension__ ({ \
        int dill_resumed_; \
        __asm__ volatile( \
            dill_store_ \
            dill_landing_ \
            "mov %w0, w0\n\t" \
            : "=r"(dill_resumed_) \
            : "r"(record) \
            : "memory", "cc", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", \
              "x14", "x15", "x16", "x17", "x18", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", \
              "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", \
              "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31" dill_clobber_sve_); \
        dill_resumed_; \
    })

#define dill_set_stack_pointer_(pointer) __asm__ volatile("mov sp, %0" : : "r"(pointer) : "memory")

#else
#error "libdill.h: coroutines are not available on this architecture."
#endif

/* In a function with an allocation whose size the compiler cannot know, it addresses the frame by another register than
   the stack pointer. The allocation never happens: the stack pointer comes back to where it was before, and
   AddressSanitizer would still take what lies below for the borders of the allocation. */
#define dill_set_stack_(pointer) \
    do { \
        size_t dill_zero_ = 0; \
        __asm__ volatile("" : "+r"(dill_zero_)); \
        if (dill_zero_ != 0) __asm__ volatile("" : : "r"(__builtin_alloca(dill_zero_)) : "memory"); \
        dill_set_stack_pointer_(pointer); \
    } while (0)

#define dill_go_(fn, ptr, len, bndl) \
    __extension__ ({ \
        void *dill_parent_ = NULL; \
        void *dill_stack_ = (ptr); \
        int dill_handle_ = dill_prologue(&dill_parent_, &dill_stack_, (len), (bndl), __FILE__, __LINE__); \
        if (dill_handle_ >= 0 && dill_save_(dill_parent_) == 0) { \
            dill_set_stack_(dill_stack_); \
            fn; \
            dill_epilogue(); \
        } \
        dill_handle_; \
    })

#define dill_go(fn) dill_go_(fn, NULL, 0, -1)
#define dill_go_mem(fn, ptr, len) dill_go_(fn, ptr, len, -1)
#define dill_bundle_go(bndl, fn) dill_go_(fn, NULL, 0, bndl)
#define dill_bundle_go_mem(bndl, fn, ptr, len) dill_go_(fn, ptr, len, bndl)

#if !defined DILL_DISABLE_SOCKETS

/* --------------------------------------------------------------------------------------------------------- sockets */

struct sockaddr;

/* Decides whether a SOCKS5 client with this user name and password is let in: 0 refuses. */
typedef int dill_socks5_auth_function(const char *username, const char *password);

/** Address mode: IPv4 only. */
#define DILL_IPADDR_IPV4 1

/** Address mode: IPv6 only. */
#define DILL_IPADDR_IPV6 2

/** Address mode: IPv4 if there is such an address, IPv6 otherwise. */
#define DILL_IPADDR_PREF_IPV4 3

/** Address mode: IPv6 if there is such an address, IPv4 otherwise. */
#define DILL_IPADDR_PREF_IPV6 4

/** Bytes that `dill_ipaddr_str` may write, the terminating NUL included. */
#define DILL_IPADDR_MAXSTRLEN 46

/** Flag of `dill_prefix_attach`: the length prefix is sent most significant byte first. */
#define DILL_PREFIX_BIG_ENDIAN 0

/** Flag of `dill_prefix_attach`: the length prefix is sent least significant byte first. */
#define DILL_PREFIX_LITTLE_ENDIAN 1

/** Flag of the WebSocket calls: binary messages. */
#define DILL_WS_BINARY 0

/** Flag of the WebSocket calls: text messages. */
#define DILL_WS_TEXT 1

/** Flag of the WebSocket attach calls: start with frames at once, without the HTTP handshake. */
#define DILL_WS_NOHTTP 2

/** Bytes of a buffer for `dill_ws_request_key` or `dill_ws_response_key`, the terminating NUL included. */
#define DILL_WS_KEY_SIZE 32

/** SOCKS5 command: connect to the address. */
#define DILL_SOCKS5_CONNECT 1

/** SOCKS5 command: wait for one connection. */
#define DILL_SOCKS5_BIND 2

/** SOCKS5 command: relay UDP packets. */
#define DILL_SOCKS5_UDP_ASSOCIATE 3

/** SOCKS5 reply: succeeded. */
#define DILL_SOCKS5_SUCCESS 0

/** SOCKS5 reply: general failure of the server. */
#define DILL_SOCKS5_GENERAL_FAILURE 1

/** SOCKS5 reply: the rules do not allow this connection. */
#define DILL_SOCKS5_CONNECTION_NOT_ALLOWED 2

/** SOCKS5 reply: network unreachable. */
#define DILL_SOCKS5_NETWORK_UNREACHABLE 3

/** SOCKS5 reply: host unreachable. */
#define DILL_SOCKS5_HOST_UNREACHABLE 4

/** SOCKS5 reply: connection refused. */
#define DILL_SOCKS5_CONNECTION_REFUSED 5

/** SOCKS5 reply: time to live expired. */
#define DILL_SOCKS5_TTL_EXPIRED 6

/** SOCKS5 reply: the server does not know the command. */
#define DILL_SOCKS5_COMMAND_NOT_SUPPORTED 7

/** SOCKS5 reply: the server does not know the address type. */
#define DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED 8

/**
 * One element of a gather/scatter list: a buffer and the link to the next one.
 *
 * A list is checked before anything else happens, and never changed, so it may be constant and several coroutines may
 * use it at the same time. The program leaves it and its buffers alone until the call returns.
 */
struct dill_iolist {
    /** First byte of the buffer. NULL in a receive drops `iol_len` bytes. */
    void *iol_base;
    /** Size of the buffer in bytes; 0 is allowed. */
    size_t iol_len;
    /** Next element, NULL in the last one. */
    struct dill_iolist *iol_next;
    /** Must be 0. */
    int iol_rsvd;
};

/**
 * An IP address with port. It begins with a `struct sockaddr_in` or a `struct sockaddr_in6` of the system, so the
 * result of `dill_ipaddr_sockaddr` may be cast to either.
 */
struct dill_ipaddr {
    /** A `sockaddr_in` or `sockaddr_in6`, unaligned, the rest unused. */
    char _[32];
};

/** Memory for one TCP listener, passed to a `dill_tcp_*_mem` function. */
struct dill_tcp_listener_storage {
    char _[56];
};

/** Memory for one TCP connection, passed to a `dill_tcp_*_mem` function. */
struct dill_tcp_storage {
    char _[72];
};

/** Memory for one UNIX-domain listener, passed to a `dill_ipc_*_mem` function. */
struct dill_ipc_listener_storage {
    char _[24];
};

/** Memory for one UNIX-domain connection, passed to a `dill_ipc_*_mem` function. */
struct dill_ipc_storage {
    char _[72];
};

/** Memory for a pair of UNIX-domain connections, passed to `dill_ipc_pair_mem`; in use until both are closed. */
struct dill_ipc_pair_storage {
    char _[144];
};

/** Memory for one UDP socket, passed to `dill_udp_open_mem`. */
struct dill_udp_storage {
    char _[72];
};

/** Memory for one length-prefix protocol, passed to `dill_prefix_attach_mem`. */
struct dill_prefix_storage {
    char _[56];
};

/** Memory for one delimiter protocol, passed to `dill_suffix_attach_mem`. */
struct dill_suffix_storage {
    char _[128];
};

/** Memory for one terminator protocol, passed to `dill_term_attach_mem`. */
struct dill_term_storage {
    char _[88];
};

/** Memory for one HTTP connection, passed to `dill_http_attach_mem`. */
struct dill_http_storage {
    char _[1296];
};

/** Memory for one WebSocket, passed to a `dill_ws_attach_*_mem` function. */
struct dill_ws_storage {
    char _[176];
};

/**
 * Sends `len` bytes. Returns when the system has taken all of them, not when the peer has. Content of HTTP responses may
 * leave together with the next response, see `dill_http_detach`.
 *
 * Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EBUSY` (another coroutine is
 * sending), `EPIPE` (this side has finished sending). The rest breaks the sending direction, and further sends get
 * `ECONNRESET`: `ECONNRESET` (the connection is broken, or was closed meanwhile), `EFAULT` (`buf` is NULL and `len` is not
 * 0), `ETIMEDOUT`, `ECANCELED`, and what else the socket reports; also for an HTTP head before these bytes.
 *
 * Requirements: `buf` is NULL or readable for `len` bytes.
 */
DILL_EXPORT int dill_bsend(int s, const void *buf, size_t len, int64_t deadline);

/**
 * Receives exactly `len` bytes. With `buf` NULL they are dropped.
 *
 * Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EBUSY` (another coroutine is
 * receiving), `EPIPE` (the peer has finished; what came of the last bytes is lost). The rest breaks the receiving
 * direction, and further receives get `ECONNRESET`: `ECONNRESET` (the connection is broken, or was closed meanwhile),
 * `ETIMEDOUT`, `ECANCELED`, and what else the socket reports, as TLS does `EFAULT` (the peer breaks its rules).
 *
 * Requirements: `buf` is NULL or writable for `len` bytes.
 */
DILL_EXPORT int dill_brecv(int s, void *buf, size_t len, int64_t deadline);

/**
 * Sends the bytes of a list of buffers, like `dill_bsend` does of one.
 *
 * Returns 0, or -1 with errno set as `dill_bsend` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
 * at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
 *
 * Requirements: The list and its buffers are readable, and nobody changes them during the call.
 */
DILL_EXPORT int dill_bsendl(int s, struct dill_iolist *first, struct dill_iolist *last, int64_t deadline);

/**
 * Fills a list of buffers, like `dill_brecv` does one.
 *
 * Returns 0, or -1 with errno set as `dill_brecv` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
 * at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
 *
 * Requirements: The list is readable, its buffers are NULL or writable, and nobody changes or uses them during the call.
 */
DILL_EXPORT int dill_brecvl(int s, struct dill_iolist *first, struct dill_iolist *last, int64_t deadline);

/**
 * Sends a message of `len` bytes. Returns when the system has taken it, not when the peer has.
 *
 * Returns 0. Returns -1 with errno set, and nothing has happened: `EBADF` (not a handle), `ENOTSUP` (not a message
 * socket), `EBUSY` (another coroutine is sending), `EPIPE` (this side has finished sending), `EFAULT` (`buf` is NULL, and
 * `len` is not 0), `EMSGSIZE` (too large for the protocol), `EINVAL` (the protocol cannot carry such a message). The
 * rest breaks the sending direction of a socket over a bytestream, and further sends get `ECONNRESET`: `ECONNRESET` (the
 * connection is broken, or was closed meanwhile), `ETIMEDOUT`, `ECANCELED`, and what else the socket reports.
 *
 * Requirements: `buf` is NULL or readable for `len` bytes.
 */
DILL_EXPORT int dill_msend(int s, const void *buf, size_t len, int64_t deadline);

/**
 * Receives a message of up to `len` bytes. With `buf` NULL they are dropped.
 *
 * Returns its size in bytes, 0 for an empty one. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a
 * message socket), `EBUSY` (another coroutine is receiving), `EPIPE` (the peer has finished). The rest breaks the
 * receiving direction of a socket over a bytestream, and further receives get `ECONNRESET`: `EMSGSIZE` (the message is
 * larger), `ECONNRESET` (the connection is broken, or was closed meanwhile), `ETIMEDOUT`, `ECANCELED`, and what else the
 * socket reports.
 *
 * Requirements: `buf` is NULL or writable for `len` bytes.
 */
DILL_EXPORT ssize_t dill_mrecv(int s, void *buf, size_t len, int64_t deadline);

/**
 * Sends the bytes of a list of buffers as one message.
 *
 * Returns 0, or -1 with errno set as `dill_msend` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
 * at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
 *
 * Requirements: The list and its buffers are readable, and nobody changes them during the call.
 */
DILL_EXPORT int dill_msendl(int s, struct dill_iolist *first, struct dill_iolist *last, int64_t deadline);

/**
 * Receives a message into a list of buffers, like `dill_mrecv` does into one. With `first` and `last` NULL the message is
 * dropped, whatever its size.
 *
 * Returns its size in bytes. Returns -1 with errno set as `dill_mrecv` does, or to `EINVAL`: one of `first` and `last`
 * is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
 *
 * Requirements: The list is readable, its buffers are NULL or writable, and nobody changes or uses them during the call.
 */
DILL_EXPORT ssize_t dill_mrecvl(int s, struct dill_iolist *first, struct dill_iolist *last, int64_t deadline);

/**
 * Stores an address of this machine: any address if `name` is NULL, else the one that `name` means, a numeric address
 * or the name of a network interface (its first address). Never waits.
 *
 * `mode` is one of the `DILL_IPADDR_` modes, or 0 for `DILL_IPADDR_PREF_IPV4`. `port` is from 0 to 65535.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`addr` is NULL, or `port` or `mode` is out of range), `ENODEV` (no such
 * interface, or it has no such address).
 *
 * Requirements: `addr` is NULL or may be written to; `name` is NULL or a string.
 */
DILL_EXPORT int dill_ipaddr_local(struct dill_ipaddr *addr, const char *name, int port, int mode);

/**
 * Stores an address of the host `name`, a numeric address or a name to be looked up. Only the calling coroutine waits
 * for the look-up.
 *
 * `mode` is one of the `DILL_IPADDR_` modes, or 0 for `DILL_IPADDR_PREF_IPV4`. `port` is from 0 to 65535.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`addr` or `name` is NULL, or `port` or `mode` is out of range),
 * `EADDRNOTAVAIL` (the name has no such address, or no name server answered), `ETIMEDOUT`, `ECANCELED`, `EMFILE`,
 * `ENFILE`, `ENOMEM`, `EAGAIN`.
 *
 * Requirements: `addr` is NULL or may be written to; `name` is NULL or a string.
 */
DILL_EXPORT int dill_ipaddr_remote(struct dill_ipaddr *addr, const char *name, int port, int mode, int64_t
    deadline);

/**
 * Stores up to `naddrs` addresses of the host `name` in `addrs`, those of the preferred family first.
 *
 * Returns how many, possibly 0. Returns -1 with errno set as `dill_ipaddr_remote` does except for `EADDRNOTAVAIL`, or
 * to `EINVAL` (`naddrs` is not positive).
 *
 * Requirements: `addrs` is NULL or may be written to for `naddrs` elements; `name` is NULL or a string.
 */
DILL_EXPORT int dill_ipaddr_remotes(struct dill_ipaddr *addrs, int naddrs, const char *name, int port, int
    mode, int64_t deadline);

/**
 * Writes the numeric form of the address, without port, to `ipstr`, which has at least `DILL_IPADDR_MAXSTRLEN` bytes.
 *
 * Returns `ipstr`, or NULL with errno set: `EINVAL` (a pointer is NULL), `EAFNOSUPPORT` (not an IP address).
 *
 * Requirements: `addr` is NULL or an address, `ipstr` is NULL or writable.
 */
DILL_EXPORT const char *dill_ipaddr_str(const struct dill_ipaddr *addr, char *ipstr);

/**
 * Returns the family of the address, `AF_INET` or `AF_INET6`; -1 if it is neither.
 *
 * Requirements: `addr` is NULL or an address.
 */
DILL_EXPORT int dill_ipaddr_family(const struct dill_ipaddr *addr);

/** Returns the address in the system's form, of `dill_ipaddr_len` bytes: a pointer to `addr` itself. */
DILL_EXPORT const struct sockaddr *dill_ipaddr_sockaddr(const struct dill_ipaddr *addr);

/**
 * Returns the size of the address in the system's form: 16 bytes for IPv4, 28 for IPv6.
 *
 * Requirements: `addr` is an address.
 */
DILL_EXPORT int dill_ipaddr_len(const struct dill_ipaddr *addr);

/**
 * Returns the port; 0 if there is no address.
 *
 * Requirements: `addr` is NULL or an address.
 */
DILL_EXPORT int dill_ipaddr_port(const struct dill_ipaddr *addr);

/**
 * Changes the port to the low 16 bits of `port`. Does nothing if there is no address.
 *
 * Requirements: `addr` is NULL or an address that may be written to.
 */
DILL_EXPORT void dill_ipaddr_setport(struct dill_ipaddr *addr, int port);

/**
 * Returns 1 if both are the same address, and the same port unless `ignore_port` is not 0; 0 otherwise. Scope and flow
 * of IPv6 do not count.
 *
 * Requirements: Both are NULL or addresses.
 */
DILL_EXPORT int dill_ipaddr_equal(const struct dill_ipaddr *addr1, const struct dill_ipaddr *addr2, int
    ignore_port);

/**
 * Listens on an address of this machine, with `SO_REUSEADDR`. If its port is 0, the system chooses one, which is
 * stored in `addr`. About `backlog` connections can wait for `dill_tcp_accept`, see listen(2). Never waits.
 *
 * Returns a handle for `dill_tcp_accept`. Returns -1 with errno set: `EINVAL` (`addr` is NULL), `EADDRINUSE`,
 * `EADDRNOTAVAIL`, `EACCES`, `EAFNOSUPPORT`, `EMFILE`, `ENFILE`, `ENOMEM` (see bind(2) and listen(2)), `ECANCELED`.
 *
 * Requirements: `addr` is NULL or an address that may be written to.
 */
DILL_EXPORT int dill_tcp_listen(struct dill_ipaddr *addr, int backlog);

/**
 * Like `dill_tcp_listen`, with memory of the program, which stays in place until the handle is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_tcp_listen` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: `addr` is NULL or an address that may be written to.
 */
DILL_EXPORT int dill_tcp_listen_mem(struct dill_ipaddr *addr, int backlog, struct dill_tcp_listener_storage
    *mem);

/**
 * Waits for a connection to a listener and stores the peer's address in `addr` unless that is NULL.
 *
 * Returns the handle of the connection. Returns -1 with errno set: `EBADF` (not a handle, or it was closed
 * meanwhile), `ENOTSUP` (not a listener), `EBUSY` (another coroutine accepts on it), `ETIMEDOUT`, `ECANCELED`,
 * `EMFILE`, `ENFILE`, `ENOMEM` (see accept(2)). The listener stays usable.
 *
 * Requirements: `addr` is NULL or may be written to.
 */
DILL_EXPORT int dill_tcp_accept(int s, struct dill_ipaddr *addr, int64_t deadline);

/**
 * Like `dill_tcp_accept`, with memory of the program, which stays in place until the connection is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_tcp_accept` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: `addr` is NULL or may be written to.
 */
DILL_EXPORT int dill_tcp_accept_mem(int s, struct dill_ipaddr *addr, struct dill_tcp_storage *mem, int64_t
    deadline);

/**
 * Connects to an address.
 *
 * Returns the handle of the connection. Returns -1 with errno set: `EINVAL` (`addr` is NULL), `ECONNREFUSED`,
 * `ECONNRESET`, `EHOSTUNREACH`, `ENETUNREACH`, `ENETDOWN`, `EACCES`, `EADDRNOTAVAIL`, `EAFNOSUPPORT`, `EMFILE`,
 * `ENFILE`, `ENOMEM` (see connect(2)), `ETIMEDOUT` (the deadline, or the system gave up), `ECANCELED`.
 *
 * Requirements: `addr` is NULL or an address.
 */
DILL_EXPORT int dill_tcp_connect(const struct dill_ipaddr *addr, int64_t deadline);

/**
 * Like `dill_tcp_connect`, with memory of the program, which stays in place until the connection is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_tcp_connect` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: `addr` is NULL or an address.
 */
DILL_EXPORT int dill_tcp_connect_mem(const struct dill_ipaddr *addr, struct dill_tcp_storage *mem, int64_t
    deadline);

/**
 * Finishes sending on a connection: the peer gets what was sent and then the end of the stream. Receiving goes on.
 * Never waits, unless an HTTP head has to leave first, see `dill_http_detach`: another coroutine that is sending gets
 * `ECONNRESET`, and the peer cannot tell that something is missing.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a TCP connection), `EPIPE` (done before), `ECONNRESET` (an
 * earlier send has failed, or there is no connection any more), and what became of that head.
 */
DILL_EXPORT int dill_tcp_done(int s, int64_t deadline);

/**
 * Closes a connection in good order: finishes sending if need be, drops what is received, and returns when the peer
 * has finished as well. Closes a listener like `dill_hclose`.
 *
 * Returns 0, with errno set to `EPIPE` for a connection. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not TCP),
 * `EBUSY` (another coroutine is closing it), and nothing has happened; `ECONNRESET` (broken before or meanwhile),
 * `ETIMEDOUT`, `ECANCELED`, and the connection has been cut off.
 */
DILL_EXPORT int dill_tcp_close(int s, int64_t deadline);

/**
 * Makes a listener of a listening TCP socket of the program. The library keeps a duplicate and closes `fd`.
 *
 * Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not TCP, or not
 * listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
 */
DILL_EXPORT int dill_tcp_listener_fromfd(int fd);

/**
 * Like `dill_tcp_listener_fromfd`, with memory of the program, which stays in place until the handle is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_tcp_listener_fromfd` does, or to `EINVAL` (`mem` is NULL).
 */
DILL_EXPORT int dill_tcp_listener_fromfd_mem(int fd, struct dill_tcp_listener_storage *mem);

/**
 * Makes a connection of a connected TCP socket of the program. The library keeps a duplicate and closes `fd`.
 *
 * Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not TCP, or
 * listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
 */
DILL_EXPORT int dill_tcp_fromfd(int fd);

/**
 * Like `dill_tcp_fromfd`, with memory of the program, which stays in place until the connection is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_tcp_fromfd` does, or to `EINVAL` (`mem` is NULL).
 */
DILL_EXPORT int dill_tcp_fromfd_mem(int fd, struct dill_tcp_storage *mem);

/**
 * Listens on a path of the file system, of up to 107 bytes, where it creates a socket file. The file must not exist, and
 * it stays when the listener is closed. About `backlog` connections can wait for `dill_ipc_accept`, see listen(2). Never
 * waits.
 *
 * Returns a handle for `dill_ipc_accept`. Returns -1 with errno set: `EINVAL` (`addr` is NULL or empty),
 * `ENAMETOOLONG`, `EADDRINUSE` (the file exists), `EACCES`, `ENOENT`, `ENOTDIR`, `ELOOP`, `EROFS`, `EMFILE`, `ENFILE`,
 * `ENOMEM` (see bind(2), listen(2) and unix(7)), `ECANCELED`.
 *
 * Requirements: `addr` is NULL or a string.
 */
DILL_EXPORT int dill_ipc_listen(const char *addr, int backlog);

/**
 * Like `dill_ipc_listen`, with memory of the program, which stays in place until the handle is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_ipc_listen` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: `addr` is NULL or a string.
 */
DILL_EXPORT int dill_ipc_listen_mem(const char *addr, int backlog, struct dill_ipc_listener_storage *mem);

/**
 * Waits for a connection to a listener.
 *
 * Returns the handle of the connection. Returns -1 with errno set: `EBADF` (not a handle, or it was closed
 * meanwhile), `ENOTSUP` (not a listener of this kind), `EBUSY` (another coroutine accepts on it), `ETIMEDOUT`,
 * `ECANCELED`, `EMFILE`, `ENFILE`, `ENOMEM` (see accept(2)). The listener stays usable.
 */
DILL_EXPORT int dill_ipc_accept(int s, int64_t deadline);

/**
 * Like `dill_ipc_accept`, with memory of the program, which stays in place until the connection is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_ipc_accept` does, or to `EINVAL` (`mem` is NULL).
 */
DILL_EXPORT int dill_ipc_accept_mem(int s, struct dill_ipc_storage *mem, int64_t deadline);

/**
 * Connects to the listener on a path. Waits while the listener has as many unaccepted connections as it takes.
 *
 * Returns the handle of the connection. Returns -1 with errno set: `EINVAL` (`addr` is NULL or empty),
 * `ENAMETOOLONG`, `ENOENT`, `ECONNREFUSED` (nobody listens), `EACCES`, `ENOTDIR`, `ELOOP`, `EPROTOTYPE` (not a stream
 * socket), `EMFILE`, `ENFILE`, `ENOMEM` (see connect(2) and unix(7)), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: `addr` is NULL or a string.
 */
DILL_EXPORT int dill_ipc_connect(const char *addr, int64_t deadline);

/**
 * Like `dill_ipc_connect`, with memory of the program, which stays in place until the connection is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_ipc_connect` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: `addr` is NULL or a string.
 */
DILL_EXPORT int dill_ipc_connect_mem(const char *addr, struct dill_ipc_storage *mem, int64_t deadline);

/**
 * Sends a file descriptor of the program over a connection, with one byte that carries it. The peer takes it with
 * `dill_ipc_recvfd` at that point of the stream. `fd` stays open and the program's.
 *
 * Returns 0, or -1 with errno set: `EBADF` (not a handle, or `fd` is not open), `ENOTSUP` (not a connection of this
 * kind), `EINVAL` (`fd` is negative), `EBUSY` (another coroutine is sending), `EPIPE` (after `dill_ipc_done`),
 * `ETIMEDOUT`, `ECANCELED`, `ETOOMANYREFS` (see unix(7)), and nothing has been sent; `ECONNRESET` (the connection is
 * broken, or an earlier send has failed).
 */
DILL_EXPORT int dill_ipc_sendfd(int s, int fd, int64_t deadline);

/**
 * Receives a file descriptor that the peer sent with `dill_ipc_sendfd`, together with the byte that carries it. Any other
 * way of receiving that byte loses the descriptor.
 *
 * Returns the descriptor, which is the program's, and close-on-exec. Returns -1 with errno set: `EBADF` (not a
 * handle), `ENOTSUP` (not a connection of this kind), `EBUSY` (another coroutine is receiving), `EPIPE` (the peer has
 * finished). The rest breaks the receiving direction: `EPROTO` (the next byte carries no descriptor), `EMFILE` (the
 * program has too many to take another one), `ECONNRESET` (the connection is broken, or an earlier receive has failed),
 * `ETIMEDOUT`, `ECANCELED`.
 */
DILL_EXPORT int dill_ipc_recvfd(int s, int64_t deadline);

/**
 * Finishes sending on a connection: the peer gets what was sent and then the end of the stream. Receiving goes on.
 * Never waits, unless an HTTP head has to leave first, see `dill_http_detach`: another coroutine that is sending gets
 * `ECONNRESET`, and the peer cannot tell that something is missing.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a connection of this kind), `EPIPE` (done before),
 * `ECONNRESET` (an earlier send has failed), and what became of that head.
 */
DILL_EXPORT int dill_ipc_done(int s, int64_t deadline);

/**
 * Closes a connection in good order: finishes sending if need be, drops what is received, and returns when the peer
 * has finished as well. Closes a listener like `dill_hclose`.
 *
 * Returns 0, with errno set to `EPIPE` for a connection. Returns -1 with errno set: `EBADF`, `ENOTSUP` (neither of
 * this kind), `EBUSY` (another coroutine is closing it), and nothing has happened; `ECONNRESET` (broken before or
 * meanwhile), `ETIMEDOUT`, `ECANCELED`, and the connection has been closed.
 */
DILL_EXPORT int dill_ipc_close(int s, int64_t deadline);

/**
 * Makes a listener of a listening UNIX-domain stream socket of the program. The library keeps a duplicate and closes
 * `fd`.
 *
 * Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not of this kind,
 * or not listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
 */
DILL_EXPORT int dill_ipc_listener_fromfd(int fd);

/**
 * Like `dill_ipc_listener_fromfd`, with memory of the program, which stays in place until the handle is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_ipc_listener_fromfd` does, or to `EINVAL` (`mem` is NULL).
 */
DILL_EXPORT int dill_ipc_listener_fromfd_mem(int fd, struct dill_ipc_listener_storage *mem);

/**
 * Makes a connection of a connected UNIX-domain stream socket of the program. The library keeps a duplicate and closes
 * `fd`.
 *
 * Returns its handle. Returns -1 with errno set, and `fd` is still the program's: `EINVAL` (negative, not of this kind,
 * or listening), `EBADF` (not open), `ENOTSOCK`, `EMFILE`, `ENOMEM`, `ECANCELED`.
 */
DILL_EXPORT int dill_ipc_fromfd(int fd);

/**
 * Like `dill_ipc_fromfd`, with memory of the program, which stays in place until the connection is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_ipc_fromfd` does, or to `EINVAL` (`mem` is NULL).
 */
DILL_EXPORT int dill_ipc_fromfd_mem(int fd, struct dill_ipc_storage *mem);

/**
 * Makes a connection between two handles, which are stored in `s`.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`s` is NULL), `EMFILE`, `ENFILE`, `ENOMEM` (see socketpair(2)),
 * `ECANCELED`.
 *
 * Requirements: `s` is NULL or writable for two elements.
 */
DILL_EXPORT int dill_ipc_pair(int *s);

/**
 * Like `dill_ipc_pair`, with memory of the program, which stays in place until both handles are closed.
 *
 * Returns 0, or -1 with errno set as `dill_ipc_pair` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: `s` is NULL or writable for two elements.
 */
DILL_EXPORT int dill_ipc_pair_mem(struct dill_ipc_pair_storage *mem, int *s);

/**
 * Opens a UDP socket, which is a message socket.
 *
 * If `local` is not NULL, the socket receives what is sent to that address; a port of 0 is replaced by the one that the
 * system chooses. If `remote` is not NULL, the socket sends to that address and receives from it only: packets of
 * others are dropped. Never waits; close the socket with `dill_hclose`.
 *
 * Returns a handle. Returns -1 with errno set: `EINVAL` (the addresses are of different families), `EADDRINUSE`,
 * `EADDRNOTAVAIL`, `EACCES`, `EAFNOSUPPORT`, `EMFILE`, `ENFILE`, `ENOMEM` (see bind(2)), `ECANCELED`.
 *
 * Requirements: `local` is NULL or an address that may be written to, `remote` is NULL or an address.
 */
DILL_EXPORT int dill_udp_open(struct dill_ipaddr *local, const struct dill_ipaddr *remote);

/**
 * Like `dill_udp_open`, with memory of the program, which stays in place until the socket is closed.
 *
 * Returns a handle. Returns -1 with errno set as `dill_udp_open` does, or to `EINVAL` (`mem` is NULL).
 *
 * Requirements: As for `dill_udp_open`.
 */
DILL_EXPORT int dill_udp_open_mem(struct dill_ipaddr *local, const struct dill_ipaddr *remote, struct
    dill_udp_storage *mem);

/**
 * Sends a packet of `len` bytes, possibly 0, to `addr`, or to the remote address of `dill_udp_open` if that is NULL.
 * Never waits: a packet that the system has no room for is dropped, as one may be on its way.
 *
 * Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a UDP socket), `EINVAL` (no address, neither
 * here nor from `dill_udp_open`), `EFAULT` (`buf` is NULL and `len` is not 0), `EMSGSIZE` (too big for a packet),
 * `EACCES`, `ENETUNREACH`, `EHOSTUNREACH` (see ip(7)).
 *
 * Requirements: `addr` is NULL or an address, `buf` is readable for `len` bytes.
 */
DILL_EXPORT int dill_udp_send(int s, const struct dill_ipaddr *addr, const void *buf, size_t len);

/**
 * Waits for a packet and stores its bytes in `buf`, and the address of the sender in `addr` unless that is NULL. With
 * `buf` NULL the bytes are dropped.
 *
 * Returns the size of the packet, possibly 0. Returns -1 with errno set, and the socket stays usable: `EBADF` (not a
 * handle), `ENOTSUP` (not a UDP socket), `EBUSY` (another coroutine is receiving), `EMSGSIZE` (the packet has more than
 * `len` bytes; it is lost), `ETIMEDOUT`, `ECANCELED`, `ECONNRESET` (the socket was closed meanwhile).
 *
 * Requirements: `addr` is NULL or may be written to, `buf` is NULL or writable for `len` bytes.
 */
DILL_EXPORT ssize_t dill_udp_recv(int s, struct dill_ipaddr *addr, void *buf, size_t len, int64_t deadline);

/**
 * Sends the bytes of a list of buffers as one packet, like `dill_udp_send` does of one buffer. With `first` and `last`
 * NULL the packet is empty.
 *
 * Returns 0, or -1 with errno set as `dill_udp_send` does, or to `EINVAL`: one of `first` and `last` is NULL, the list
 * that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
 *
 * Requirements: `addr` is NULL or an address. The list and its buffers are readable, and nobody changes them during the call.
 */
DILL_EXPORT int dill_udp_sendl(int s, const struct dill_ipaddr *addr, struct dill_iolist *first, struct
    dill_iolist *last);

/**
 * Waits for a packet and stores its bytes in a list of buffers, like `dill_udp_recv` does in one. With `first` and `last`
 * NULL the bytes are dropped.
 *
 * Returns the size of the packet. Returns -1 with errno set as `dill_udp_recv` does, or to `EINVAL`: one of `first` and
 * `last` is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has
 * happened.
 *
 * Requirements: `addr` is NULL or may be written to. The list is readable, its buffers are NULL or writable, and nobody changes or
 * uses them during the call.
 */
DILL_EXPORT ssize_t dill_udp_recvl(int s, struct dill_ipaddr *addr, struct dill_iolist *first, struct
    dill_iolist *last, int64_t deadline);

/**
 * Puts a message protocol on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
 * and `dill_hclose` closes both. Nothing is sent or received.
 *
 * Each message is sent as its size in `hdrlen` bytes, 1 to 32, and then its bytes. `flags` is
 * `DILL_PREFIX_BIG_ENDIAN` or `DILL_PREFIX_LITTLE_ENDIAN`. The peer has to do the same.
 *
 * The new handle is a message socket. Sending fails with `EMSGSIZE`, and nothing has happened, if the message's size
 * does not fit into `hdrlen` bytes. Receiving fails with `EMSGSIZE`, and the direction is broken, if the message is
 * larger than the buffer; with `EPIPE` if the peer has finished between two messages, with `ECONNRESET` if it did so
 * inside of one. What else the bytestream reports breaks the direction as well.
 *
 * Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `EPROTO` (not a bytestream), `EINVAL`
 * (`hdrlen` is out of range), `ECANCELED`, `ENOMEM`; the bytestream has been closed then.
 */
DILL_EXPORT int dill_prefix_attach(int s, size_t hdrlen, int flags);

/**
 * Like `dill_prefix_attach`, with memory of the program, which stays in place until the handle is closed or detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_prefix_attach` does, or to `EINVAL` (`mem` is NULL); the
 * bytestream has been closed then.
 */
DILL_EXPORT int dill_prefix_attach_mem(int s, size_t hdrlen, int flags, struct dill_prefix_storage *mem);

/**
 * Ends the protocol and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
 * Nothing is sent or received. The next byte received from the bytestream is the first one after the last message
 * that was received.
 *
 * Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses
 * it), and nothing has happened; `ECONNRESET` (an earlier send or receive has broken its direction), and then
 * everything has been closed.
 */
DILL_EXPORT int dill_prefix_detach(int s);

/**
 * Puts a message protocol on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
 * and `dill_hclose` closes both. Nothing is sent or received.
 *
 * Each message is sent as its bytes and then the delimiter, the `suffixlen` bytes, 1 to 32, at `suffix`, which are
 * copied. A message ends at the first occurrence of the delimiter; nothing after it is received from the bytestream.
 *
 * The new handle is a message socket. Sending fails with `EINVAL`, and nothing has happened, if the delimiter occurs in
 * the message, or before its own end when it is appended. Receiving fails with `EMSGSIZE`, and the direction is broken,
 * if the message is larger than the buffer; with `EPIPE` if the peer has finished between two messages, with
 * `ECONNRESET` if it did so inside of one. What else the bytestream reports breaks the direction as well.
 *
 * Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `EPROTO` (not a bytestream), `EINVAL`
 * (`suffix` is NULL, or `suffixlen` is out of range), `ECANCELED`, `ENOMEM`; the bytestream has been closed then.
 *
 * Requirements: `suffix` is NULL or readable for `suffixlen` bytes.
 */
DILL_EXPORT int dill_suffix_attach(int s, const void *suffix, size_t suffixlen);

/**
 * Like `dill_suffix_attach`, with memory of the program, which stays in place until the handle is closed or detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_suffix_attach` does, or to `EINVAL` (`mem` is NULL); the
 * bytestream has been closed then.
 *
 * Requirements: As for `dill_suffix_attach`.
 */
DILL_EXPORT int dill_suffix_attach_mem(int s, const void *suffix, size_t suffixlen, struct dill_suffix_storage
    *mem);

/**
 * Ends the protocol and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
 * Nothing is sent or received, and nothing waited for. The next byte received from the bytestream is the first one
 * after the last message that was received.
 *
 * Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses
 * it), and nothing has happened; `ECONNRESET` (an earlier send or receive has broken its direction), and then
 * everything has been closed.
 */
DILL_EXPORT int dill_suffix_detach(int s, int64_t deadline);

/**
 * Puts a protocol on top of a message socket by which each side tells the other when it has sent its last message. The
 * message socket is owned by the new handle from then on: `s` becomes invalid, and `dill_hclose` closes both. Nothing
 * is sent or received.
 *
 * The terminator is a message of its own: the `len` bytes at `buf`, 0 to 32, which are copied. The peer uses the same.
 * The program must not send it in any other way than with `dill_term_done`.
 *
 * The new handle is a message socket. Messages pass through, with the errors of the message socket below. After
 * `dill_term_done`, sending fails with `EPIPE`. Receiving fails with `EPIPE` once the peer's terminator has come, now and
 * in further calls, and with `ECONNRESET` if the message socket ends without one.
 *
 * Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `EPROTO` (not a message socket), `EINVAL`
 * (`buf` is NULL and `len` is not 0, or `len` is out of range), `ECANCELED`, `ENOMEM`; the message socket has been
 * closed then.
 *
 * Requirements: `buf` is NULL or readable for `len` bytes.
 */
DILL_EXPORT int dill_term_attach(int s, const void *buf, size_t len);

/**
 * Like `dill_term_attach`, with memory of the program, which stays in place until the handle is closed or detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_term_attach` does, or to `EINVAL` (`mem` is NULL); the
 * message socket has been closed then.
 *
 * Requirements: As for `dill_term_attach`.
 */
DILL_EXPORT int dill_term_attach_mem(int s, const void *buf, size_t len, struct dill_term_storage *mem);

/**
 * Sends the terminator: no more messages will be sent. Receiving goes on.
 *
 * Returns 0, or -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine is
 * sending), `EPIPE` (done before), and what the message socket reports: `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`.
 */
DILL_EXPORT int dill_term_done(int s, int64_t deadline);

/**
 * Ends the protocol and returns the message socket below, with a handle of a number of its own; `s` becomes invalid.
 *
 * Sends the terminator if `dill_term_done` did not. If the peer's terminator has not been received yet, waits for it and
 * drops the messages before it.
 *
 * Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses
 * it), and nothing has happened; `ECONNRESET` (the message socket is broken, or has ended without a terminator),
 * `ETIMEDOUT`, `ECANCELED`, and then everything has been closed.
 */
DILL_EXPORT int dill_term_detach(int s, int64_t deadline);

/**
 * Connects to a host by TCP, over whichever of IPv4 and IPv6 works. `name` is a numeric address or a name to be looked up.
 *
 * Looks up addresses of both families at the same time, up to ten of each, and tries them in turn, IPv6 first, each 300
 * milliseconds after the one before, or at once when no other attempt is under way. The first connection wins; everything
 * else is given up. IPv4 waits up to 50 milliseconds for the addresses of IPv6.
 *
 * Returns the handle of the connection, with errno set to 0. Returns -1 with errno set: `EINVAL` (`name` is NULL, or
 * `port` is not from 1 to 65535); when all attempts have failed, what connect(2) says about the last one:
 * `ECONNREFUSED`, `ENETUNREACH`, ...; `EADDRNOTAVAIL` (the name has no address, or no name server answered),
 * `ETIMEDOUT`, `ECANCELED`, `EMFILE`, `ENFILE`, `ENOMEM`, `EAGAIN`.
 *
 * Requirements: `name` is NULL or a string.
 */
DILL_EXPORT int dill_happyeyeballs_connect(const char *name, int port, int64_t deadline);

/**
 * Puts HTTP on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid, and
 * `dill_hclose` closes both. Nothing is sent or received.
 *
 * Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream),
 * `ECANCELED`, `ENOMEM`; the bytestream has been closed then.
 */
DILL_EXPORT int dill_http_attach(int s);

/**
 * Like `dill_http_attach`, with memory of the program, which stays in place until the handle is closed or detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_http_attach` does, or to `EINVAL` (`mem` is NULL); the
 * bytestream has been closed then.
 */
DILL_EXPORT int dill_http_attach_mem(int s, struct dill_http_storage *mem);

/**
 * Ends the head that is being sent, with the blank line. All lines of it have left the program when it returns.
 *
 * The peer's receiving calls report the end as `EPIPE`. A further head may follow: it begins with
 * `dill_http_sendrequest` or `dill_http_sendstatus`.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EBUSY` (another coroutine is sending),
 * `EPIPE` (done before, or the bytestream has finished sending), `ECONNRESET` (the connection is broken, or an earlier
 * send has failed), `ETIMEDOUT`, `ECANCELED`.
 */
DILL_EXPORT int dill_http_done(int s, int64_t deadline);

/**
 * Ends HTTP and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
 *
 * Ends the head that is being sent if `dill_http_done` did not, and skips what has not been received of the peer's
 * head. The next byte received from the bytestream is the first one after the head's blank line: the content, or the
 * next message.
 *
 * A head that this call ends leaves together with the content that is sent next, over TCP, UNIX-domain sockets and TLS;
 * several responses leave together if their requests were received together. Nothing stays behind while the program
 * waits in the library, suspends or ends a coroutine, closes a handle, or exits; the call in which it leaves then waits
 * as long as this deadline allows. If it cannot leave, the next call that sends on the bytestream, finishes sending or
 * closes it in good order says so: `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`. `dill_http_done` before sends at once, for a
 * program that goes on to wait in other ways.
 *
 * Sets errno to 0 when it succeeds. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EBUSY`
 * (another coroutine uses it), and nothing has happened; `ECONNRESET` (the connection is broken, an earlier call has
 * failed, or the peer finished before the blank line), `ETIMEDOUT`, `ECANCELED`, and then everything has been closed.
 */
DILL_EXPORT int dill_http_detach(int s, int64_t deadline);

/**
 * Sends the request line `command resource HTTP/1.1`. It leaves together with the fields that follow, at the latest
 * when the head is done or the program waits for something.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (`command` is not a token,
 * `resource` is empty or holds white space or control characters, or one is NULL; nothing has happened), `EBUSY`
 * (another coroutine is sending), `EPIPE` (the bytestream has finished sending), `ECONNRESET` (the connection is
 * broken, or an earlier send has failed), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: `command` and `resource` are strings.
 */
DILL_EXPORT int dill_http_sendrequest(int s, const char *command, const char *resource, int64_t deadline);

/**
 * Receives a request line, the first line of a request, and stores its method and its target as strings.
 *
 * `commandlen` and `resourcelen` are the sizes of the buffers in bytes, for the terminating NUL too. The version is
 * `HTTP/1.` with any digit and is not reported. When the head before is complete, this begins the next one.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (a buffer is NULL or has size
 * 0); `EPROTO` (not a request line; its first word is stored), `EMSGSIZE` (a buffer is too small), and the next call
 * receives the next line; `EPIPE` (a blank line; or the peer has finished, and this is where a head may begin);
 * `EBUSY` (another coroutine is receiving). The rest breaks the receiving direction: `EMSGSIZE` (a line of more than
 * 8192 bytes), `ECONNRESET` (the connection is broken, an earlier call has failed, or the peer finished inside of the
 * head), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: The buffers are writable for their sizes.
 */
DILL_EXPORT int dill_http_recvrequest(int s, char *command, size_t commandlen, char *resource, size_t
    resourcelen, int64_t deadline);

/**
 * Sends the status line `HTTP/1.1 status reason`. It leaves together with the fields that follow, at the latest when
 * the head is done or the program waits for something.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (`status` is not from 100 to 599,
 * or `reason` is NULL or holds control characters; nothing has happened), `EBUSY` (another coroutine is sending),
 * `EPIPE` (the bytestream has finished sending), `ECONNRESET` (the connection is broken, or an earlier send has
 * failed), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: `reason` is a string.
 */
DILL_EXPORT int dill_http_sendstatus(int s, int status, const char *reason, int64_t deadline);

/**
 * Receives a status line, the first line of a response, and stores its reason phrase, possibly empty, as a string.
 *
 * `reasonlen` is the size of the buffer in bytes, for the terminating NUL too. When the head before is complete, as
 * after an interim response, this begins the next one.
 *
 * Returns the status, from 100 to 999, or -1 with errno set as `dill_http_recvrequest` does.
 *
 * Requirements: The buffer is writable for its size.
 */
DILL_EXPORT int dill_http_recvstatus(int s, char *reason, size_t reasonlen, int64_t deadline);

/**
 * Sends the field line `name: value`; white space at the ends of the value is left out. It leaves together with the
 * other lines of the head, at the latest when the head is done or the program waits for something.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not an HTTP handle), `EINVAL` (`name` is not a token, `value`
 * holds control characters, or one is NULL), `EPROTO` (`value` is empty), and nothing has happened; `EPIPE` (after
 * `dill_http_done`, or the bytestream has finished sending), `EBUSY` (another coroutine is sending), `ECONNRESET` (the
 * connection is broken, or an earlier send has failed), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: `name` and `value` are strings.
 */
DILL_EXPORT int dill_http_sendfield(int s, const char *name, const char *value, int64_t deadline);

/**
 * Receives a field line and stores its name and its value, without white space at its ends and possibly empty, as
 * strings.
 *
 * `namelen` and `valuelen` are the sizes of the buffers in bytes, for the terminating NUL too. Names compare without
 * regard to case.
 *
 * Returns 0, or -1 with errno set: `EPROTO` (not a field line; what may be its name is stored), `EPIPE` (the blank line
 * has been received: there are no more fields, now and in further calls), and otherwise as `dill_http_recvrequest` does. If the peer finished inside of the head, which is
 * `ECONNRESET`, further calls get `EPIPE`.
 *
 * Requirements: The buffers are writable for their sizes.
 */
DILL_EXPORT int dill_http_recvfield(int s, char *name, size_t namelen, char *value, size_t valuelen, int64_t
    deadline);

/**
 * Opens a WebSocket as client on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
 * and `dill_hclose` closes both.
 *
 * Sends the opening handshake, a GET request for `resource` (path and query) with `host` as the value of its `Host` field,
 * and checks the response. `flags` is `DILL_WS_BINARY` or `DILL_WS_TEXT`, the type of messages that `dill_msend` sends and
 * `dill_mrecv` receives. With `DILL_WS_NOHTTP` added there is no handshake, and `resource` and `host` are not looked at.
 *
 * Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EINVAL`
 * (`resource` or `host` is NULL or contains what a head cannot hold), `EPROTO` (the response does not switch to WebSocket
 * or is malformed, or `host` is empty), `EMSGSIZE` (a line of the response is longer than 8192 bytes, it has
 * more than 256 field lines or more than 65,536 bytes of them, or more than 256 interim responses precede it), `EPIPE`,
 * `ECONNRESET` (the peer ended the connection), `ETIMEDOUT`, `ECANCELED`, `ENOMEM`. The bytestream has been closed then.
 *
 * Requirements: `resource` and `host` are NULL or strings.
 */
DILL_EXPORT int dill_ws_attach_client(int s, int flags, const char *resource, const char *host, int64_t
    deadline);

/**
 * Like `dill_ws_attach_client`, with memory of the program, which stays in place until the handle is closed or detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_ws_attach_client` does, or to `EINVAL` (`mem` is NULL); the
 * bytestream has been closed then.
 *
 * Requirements: `resource` and `host` are NULL or strings.
 */
DILL_EXPORT int dill_ws_attach_client_mem(int s, int flags, const char *resource, const char *host, struct
    dill_ws_storage *mem, int64_t deadline);

/**
 * Opens a WebSocket as server on top of a bytestream, which is owned by the new handle from then on: `s` becomes invalid,
 * and `dill_hclose` closes both.
 *
 * Receives and answers the opening handshake. The target of the request is stored in `resource`, a buffer of `resourcelen`
 * bytes, and the value of its `Host` field, empty if there is none, in `host`, a buffer of `hostlen` bytes; both become
 * strings. `flags` is as in `dill_ws_attach_client`; with `DILL_WS_NOHTTP` the buffers are not looked at.
 *
 * Returns the new handle. Returns -1 with errno set: `EBADF` (not a handle), `ENOTSUP` (not a bytestream), `EINVAL` (a
 * buffer is NULL or has size 0), `EPROTO` (not a request for a WebSocket of version 13, or malformed), `EMSGSIZE` (a buffer
 * is too small, a line of the request is longer than 8192 bytes, or it has more than 256 field lines or more than 65,536
 * bytes of them), `EPIPE`, `ECONNRESET` (the peer ended the connection), `ETIMEDOUT`, `ECANCELED`, `ENOMEM`. The bytestream
 * has been closed then; a request that is refused is not answered.
 *
 * Requirements: The buffers are NULL or writable for their sizes.
 */
DILL_EXPORT int dill_ws_attach_server(int s, int flags, char *resource, size_t resourcelen, char *host, size_t
    hostlen, int64_t deadline);

/**
 * Like `dill_ws_attach_server`, with memory of the program, which stays in place until the handle is closed or detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_ws_attach_server` does, or to `EINVAL` (`mem` is NULL); the
 * bytestream has been closed then.
 *
 * Requirements: The buffers are NULL or writable for their sizes.
 */
DILL_EXPORT int dill_ws_attach_server_mem(int s, int flags, char *resource, size_t resourcelen, char *host,
    size_t hostlen, struct dill_ws_storage *mem, int64_t deadline);

/**
 * Sends a message of `len` bytes. `flags` is its type, `DILL_WS_BINARY` or `DILL_WS_TEXT`. Text should be UTF-8, which is
 * not checked. The message goes out as one frame.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY` (another coroutine is sending), `EPIPE`
 * (`dill_ws_done` was called), `EFAULT` (`buf` is NULL and `len` is not 0), and nothing has happened. The rest breaks the
 * sending direction, and further sends get `ECONNRESET`: `ECONNRESET` (the connection is broken), `ETIMEDOUT`,
 * `ECANCELED`.
 *
 * Requirements: `buf` is NULL or readable for `len` bytes.
 */
DILL_EXPORT int dill_ws_send(int s, int flags, const void *buf, size_t len, int64_t deadline);

/**
 * Receives a message of up to `len` bytes. Its type, `DILL_WS_BINARY` or `DILL_WS_TEXT`, is stored in `flags` unless that is
 * NULL. A message in several frames is put together; pings that come before its end are answered. With `buf` NULL up to
 * `len` bytes are dropped.
 *
 * Returns the size of the message in bytes. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY`
 * (another coroutine is receiving), `EPIPE` (the peer has closed, see `dill_ws_status`, or the connection has ended between
 * two messages). The rest breaks the receiving direction, and further receives get `ECONNRESET`: `EMSGSIZE` (the message is
 * longer than `len` bytes), `EPROTO` (the peer breaks the protocol), `ECONNRESET` (the connection is broken, or has ended
 * inside of a message), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: `flags` is NULL or may be written to; `buf` is NULL or writable for `len` bytes.
 */
DILL_EXPORT ssize_t dill_ws_recv(int s, int *flags, void *buf, size_t len, int64_t deadline);

/**
 * Sends the bytes of a list of buffers as one message, like `dill_ws_send` does those of one.
 *
 * Returns 0, or -1 with errno set as `dill_ws_send` does, or to `EINVAL`: `first` or `last` is NULL, the list that begins
 * at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has happened.
 *
 * Requirements: The list and its buffers are readable, and nobody changes them during the call.
 */
DILL_EXPORT int dill_ws_sendl(int s, int flags, struct dill_iolist *first, struct dill_iolist *last, int64_t
    deadline);

/**
 * Receives a message into a list of buffers, like `dill_ws_recv` does into one. With `first` and `last` NULL the message is
 * dropped, whatever its size.
 *
 * Returns the size of the message in bytes. Returns -1 with errno set as `dill_ws_recv` does, or to `EINVAL`: one of `first`
 * and `last` is NULL, the list that begins at `first` does not end at `last`, or an `iol_rsvd` is not 0. Then nothing has
 * happened.
 *
 * Requirements: `flags` is NULL or may be written to. The list is readable, its buffers are NULL or writable, and nobody changes or uses
 * them during the call.
 */
DILL_EXPORT ssize_t dill_ws_recvl(int s, int *flags, struct dill_iolist *first, struct dill_iolist *last,
    int64_t deadline);

/**
 * Sends the close frame: this side will send no more messages. Receiving goes on.
 *
 * `status` is from 1000 to 4999, usually 1000 for a connection that has served its purpose (RFC 6455 section 7.4), and `buf`
 * points to a reason of `len` bytes, up to 123; or `status` is 0 for none, and then there is no reason.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`status` or `len` is out of range, or `buf` is NULL and `len` is not 0),
 * `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY` (another coroutine is sending), `EPIPE` (done before), and nothing has
 * happened; `ECONNRESET` (the connection is broken, or an earlier send has failed), `ETIMEDOUT`, `ECANCELED`.
 *
 * Requirements: `buf` is NULL or readable for `len` bytes.
 */
DILL_EXPORT int dill_ws_done(int s, int status, const void *buf, size_t len, int64_t deadline);

/**
 * Ends WebSocket and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
 *
 * Sends the close frame, with `status`, `buf` and `len` as in `dill_ws_done`, if `dill_ws_done` did not. Then drops messages
 * until the peer's close frame comes or the connection ends. The next byte received from the bytestream is the first one
 * after the close frame.
 *
 * Returns -1 with errno set: `EINVAL` (as `dill_ws_done`), `EBADF`, `ENOTSUP` (not a WebSocket), `EBUSY` (another coroutine
 * uses it), and nothing has happened; `ECONNRESET` (the connection is broken or has ended inside of a message, or an earlier
 * call has failed), `EPROTO` (the peer breaks the protocol), `ETIMEDOUT`, `ECANCELED`, and then everything has been closed.
 *
 * Requirements: `buf` is NULL or readable for `len` bytes.
 */
DILL_EXPORT int dill_ws_detach(int s, int status, const void *buf, size_t len, int64_t deadline);

/**
 * Tells how the peer closed, once a receive has failed with `EPIPE`. Stores the status, 0 if the peer gave none, in `status`
 * unless that is NULL, and the reason in `buf`, a buffer of `len` bytes, unless that is NULL. The reason has up to 123 bytes
 * and no terminating NUL.
 *
 * Returns the size of the reason in bytes. Returns -1 with errno set: `EINVAL` (`buf` is NULL and `len` is not 0), `EBADF`,
 * `ENOTSUP` (not a WebSocket), `EAGAIN` (no close frame has been received), `EMSGSIZE` (the reason is longer than `len`
 * bytes); nothing has been stored then.
 *
 * Requirements: `status` is NULL or may be written to; `buf` is NULL or writable for `len` bytes.
 */
DILL_EXPORT ssize_t dill_ws_status(int s, int *status, void *buf, size_t len);

/**
 * Makes a key for an opening handshake, the value of `Sec-WebSocket-Key`: 24 characters that stand for 16 random bytes.
 * `request_key` is a buffer of `WS_KEY_SIZE` bytes, which becomes a string.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`request_key` is NULL).
 *
 * Requirements: `request_key` is NULL or writable for `WS_KEY_SIZE` bytes.
 */
DILL_EXPORT int dill_ws_request_key(char *request_key);

/**
 * Computes the answer to a key of an opening handshake, the value of `Sec-WebSocket-Accept`: 28 characters.
 * `response_key` is a buffer of `WS_KEY_SIZE` bytes, which becomes a string.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (an argument is NULL), `EPROTO` (`request_key` does not stand for 16 bytes).
 *
 * Requirements: `request_key` is NULL or a string; `response_key` is NULL or writable for `WS_KEY_SIZE` bytes.
 */
DILL_EXPORT int dill_ws_response_key(const char *request_key, char *response_key);

/**
 * Asks the SOCKS5 proxy at the other end of the bytestream `s` to connect to `addr`. On success everything that is sent and
 * received on `s` from then on goes to and comes from there.
 *
 * `username` and `password` are used if the proxy wants them; if either is NULL, they are not offered to it. `s` stays
 * the program's, also after a failure.
 *
 * Returns 0. Returns -1 with errno set: `EINVAL` (`addr` is NULL, or `username` or `password` is longer than 255 bytes),
 * `EAFNOSUPPORT` (`addr` holds no IP address), `EBADF` (not a handle), `ENOTSUP` (not a bytestream), and nothing has
 * happened. The proxy's answers: `EACCES` (none of the authentication methods is acceptable, user name and password are
 * wrong, or its rules forbid the connection), `EIO` (general failure), `ENETUNREACH`, `EHOSTUNREACH`, `ECONNREFUSED`,
 * `ETIMEDOUT` (the time to live expired), `EOPNOTSUPP` (it cannot connect), `EAFNOSUPPORT` (it does not know this type of
 * address), `EPROTO` (the proxy breaks the protocol). Of the bytestream: `EPIPE`, `ECONNRESET`, `ETIMEDOUT`,
 * `ECANCELED`, `EBUSY`.
 *
 * Requirements: `username` and `password` are NULL or strings; `addr` is NULL or an address.
 */
DILL_EXPORT int dill_socks5_client_connect(int s, const char *username, const char *password, struct
    dill_ipaddr *addr, int64_t deadline);

/**
 * Like `dill_socks5_client_connect`, to the host `hostname`, a name of up to 255 bytes that the proxy looks up, or a numeric
 * address. `port` is from 1 to 65535.
 *
 * Returns 0, or -1 with errno set as `dill_socks5_client_connect` does; `EINVAL`, before anything has happened, also if
 * `hostname` is NULL, empty or too long, or `port` is out of range.
 *
 * Requirements: `username` and `password` are NULL or strings; `hostname` is NULL or a string.
 */
DILL_EXPORT int dill_socks5_client_connectbyname(int s, const char *username, const char *password, const char
    *hostname, int port, int64_t deadline);

/**
 * Begins the proxy's side of the exchange on the bytestream `s`, which stays the program's: agrees with the client on how
 * it authenticates.
 *
 * With `auth_fn` NULL clients need not authenticate, and only those are accepted that offer to do without. Otherwise only
 * those are accepted that offer user name and password, for which `auth_fn` returns a value other than 0. Its arguments are
 * valid until it returns; it may block.
 *
 * Returns 0. `dill_socks5_proxy_recvcommand` or `dill_socks5_proxy_recvcommandbyname` comes next. Returns -1 with errno set:
 * `EBADF` (not a handle), `ENOTSUP` (not a bytestream); `EACCES` (the client was rejected, and has been told), `EPROTO` (the
 * client breaks the protocol); of the bytestream `EPIPE`, `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, `EBUSY`.
 *
 * Requirements: `auth_fn` is NULL or a function that may be called.
 */
DILL_EXPORT int dill_socks5_proxy_auth(int s, int (*auth_fn)(const char *username, const char *password),
    int64_t deadline);

/**
 * Receives what the client wants from the proxy and stores the address in `ipaddr`. A host name is looked up first, for an
 * IPv4 address if it has one.
 *
 * Returns the command: `DILL_SOCKS5_CONNECT`, `DILL_SOCKS5_BIND` or `DILL_SOCKS5_UDP_ASSOCIATE`.
 * `dill_socks5_proxy_sendreply` comes next. Returns -1 with errno set: `EINVAL` (`ipaddr` is NULL; nothing has happened),
 * `EBADF` (not a handle), `ENOTSUP` (not a bytestream); `EPROTO` (the client breaks the protocol; no reply has been sent);
 * what `dill_ipaddr_remote` says of the host name, such as `EADDRNOTAVAIL`, and the client still waits for a reply; of the
 * bytestream `EPIPE`, `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, `EBUSY`.
 *
 * Requirements: `ipaddr` is NULL or may be written to.
 */
DILL_EXPORT int dill_socks5_proxy_recvcommand(int s, struct dill_ipaddr *ipaddr, int64_t deadline);

/**
 * Like `dill_socks5_proxy_recvcommand`, but does not look up names: stores the host in `host`, a buffer of at least 256
 * bytes, as a string, be it a name or a numeric address, and the port in `port`.
 *
 * Returns the command. Returns -1 with errno set as `dill_socks5_proxy_recvcommand` does: `EINVAL` if `host` or `port` is
 * NULL, nothing about looking up names.
 *
 * Requirements: `host` is NULL or writable for 256 bytes; `port` is NULL or may be written to.
 */
DILL_EXPORT int dill_socks5_proxy_recvcommandbyname(int s, char *host, int *port, int64_t deadline);

/**
 * Tells the client what became of its request, which ends the exchange. After `DILL_SOCKS5_SUCCESS` the proxy passes on what
 * is sent and received.
 *
 * `reply` is one of the `DILL_SOCKS5_` replies, 0 to 8. `ipaddr` is the proxy's own address on the new connection; after a
 * failure any address will do.
 *
 * Returns 0, or -1 with errno set: `EINVAL` (`reply` is out of range, or `ipaddr` is NULL), `EAFNOSUPPORT` (`ipaddr` holds
 * no IP address), `EBADF` (not a handle), `ENOTSUP` (not a bytestream), and nothing has happened; of the bytestream `EPIPE`,
 * `ECONNRESET`, `ETIMEDOUT`, `ECANCELED`, `EBUSY`.
 *
 * Requirements: `ipaddr` is NULL or an address.
 */
DILL_EXPORT int dill_socks5_proxy_sendreply(int s, int reply, struct dill_ipaddr *ipaddr, int64_t deadline);

#if !defined DILL_DISABLE_TLS

/* ------------------------------------------------------------------------------------------------------------- TLS */

/** Memory for one TLS connection, passed to a `dill_tls_attach_*_mem` function. */
struct dill_tls_storage {
    char _[72];
};

/**
 * Memory for one DTLS connection. No function uses it: DTLS was declared but never provided, and programs that
 * only name the type keep compiling.
 */
struct dill_dtls_storage {
    char _[88];
};

/**
 * Puts TLS on top of a bytestream, as the side that shows a certificate, and does the handshake. The bytestream is
 * owned by the new handle from then on: `s` becomes invalid, and `dill_hclose` closes both. The new handle is a
 * bytestream.
 *
 * `cert` and `pkey` are names of PEM files: one with the certificate, possibly followed by those between it and the
 * authority, and one with its private key, without a password. Both may be the same file. A file that was changed or
 * replaced counts from the next call on. As long as the files are the same, clients may resume sessions, in the whole
 * process. The client is not asked for a certificate. The versions of the protocol are 1.2 and 1.3. The handshake takes
 * more stack than other calls: a coroutine made in memory of the program needs at least 128 KiB.
 *
 * Returns the new handle. Returns -1 with errno set, and the bytestream has been closed: `EBADF` (not a handle),
 * `EPROTO` (not a bytestream, or the handshake failed: the peer does not speak TLS, or has no version or algorithm in
 * common), `EFAULT` (`cert` or `pkey` is NULL, a file is not readable or has not what it should, or the key is not that
 * of the certificate), `ECONNRESET` (the connection is broken, or the peer finished during the handshake),
 * `ETIMEDOUT`, `ECANCELED`, `ENOMEM`.
 *
 * Requirements: `cert` and `pkey` are NULL or strings.
 */
DILL_EXPORT int dill_tls_attach_server(int s, const char *cert, const char *pkey, int64_t deadline);

/**
 * Like `dill_tls_attach_server`, with memory of the program, which stays in place until the handle is closed or
 * detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_tls_attach_server` does, or to `EINVAL` (`mem` is NULL);
 * the bytestream has been closed then.
 *
 * Requirements: `cert` and `pkey` are NULL or strings.
 */
DILL_EXPORT int dill_tls_attach_server_mem(int s, const char *cert, const char *pkey, struct dill_tls_storage
    *mem, int64_t deadline);

/**
 * Puts TLS on top of a bytestream, as the side that begins, and does the handshake. The bytestream is owned by the new
 * handle from then on: `s` becomes invalid, and `dill_hclose` closes both. The new handle is a bytestream.
 *
 * The server is NOT verified: any certificate is accepted, and the server is not told what name it was called by. This
 * keeps out who listens, but not who takes the server's place. The handshake takes more stack than other calls: a
 * coroutine made in memory of the program needs at least 128 KiB.
 *
 * Returns the new handle. Returns -1 with errno set, and the bytestream has been closed: `EBADF` (not a handle),
 * `EPROTO` (not a bytestream, or the handshake failed: the peer does not speak TLS, or has no version or algorithm in
 * common), `EFAULT` (the system has no random numbers), `ECONNRESET` (the connection is broken, or the peer finished
 * during the handshake), `ETIMEDOUT`, `ECANCELED`, `ENOMEM`.
 */
DILL_EXPORT int dill_tls_attach_client(int s, int64_t deadline);

/**
 * Like `dill_tls_attach_client`, with memory of the program, which stays in place until the handle is closed or
 * detached.
 *
 * Returns the new handle. Returns -1 with errno set as `dill_tls_attach_client` does, or to `EINVAL` (`mem` is NULL);
 * the bytestream has been closed then.
 */
DILL_EXPORT int dill_tls_attach_client_mem(int s, struct dill_tls_storage *mem, int64_t deadline);

/**
 * Finishes sending: the peer gets what was sent and then, by a close_notify alert, the end of the stream. Receiving
 * goes on.
 *
 * Returns 0, or -1 with errno set: `EBADF`, `ENOTSUP` (not a TLS handle), `EBUSY` (another coroutine is sending),
 * `EPIPE` (done before); `ECONNRESET` (the connection is broken, or an earlier send has failed), `ETIMEDOUT`,
 * `ECANCELED`, and the sending direction is broken.
 */
DILL_EXPORT int dill_tls_done(int s, int64_t deadline);

/**
 * Ends TLS and returns the bytestream below, with a handle of a number of its own; `s` becomes invalid.
 *
 * Finishes sending if `dill_tls_done` did not, drops what is received, and returns when the peer has finished as well.
 * The next byte received from the bytestream is the first one that the peer sent after that.
 *
 * Returns that handle. Returns -1 with errno set: `EBADF`, `ENOTSUP` (not a TLS handle), `EBUSY` (another coroutine
 * uses it), and nothing has happened; `ECONNRESET` (the connection is broken, an earlier call has failed, or the
 * bytestream ended before the peer had finished), `EFAULT` (the peer breaks the rules of TLS), `ETIMEDOUT`,
 * `ECANCELED`, and then everything has been closed.
 */
DILL_EXPORT int dill_tls_detach(int s, int64_t deadline);

#endif /* DILL_DISABLE_TLS */

#endif /* DILL_DISABLE_SOCKETS */

/* Bytes of a buffer for a WebSocket key. Defined whatever the switches say. */
#define WS_KEY_SIZE 32

#if defined __cplusplus
}
#endif

/* The example of the manual page http_done closes its connection by `tcp_close(s)`: without a deadline, the call waits
   for as long as it takes. In C a macro adds the -1 to a call with one argument and leaves all others, and the function's
   name alone, as they are. */
#if !defined DILL_DISABLE_RAW_NAMES && !defined DILL_DISABLE_SOCKETS
#if defined __cplusplus
static inline int dill_tcp_close(int s) { return dill_tcp_close(s, -1); }
#elif defined __STDC_VERSION__ && __STDC_VERSION__ >= 199901L
#define dill_tcp_close(...) \
    dill_fourth_(__VA_ARGS__, dill_tcp_close, dill_tcp_close, dill_tcp_close_forever_, 0)(__VA_ARGS__)
#define dill_tcp_close_forever_(s) dill_tcp_close(s, -1)
#define dill_fourth_(a, b, c, fourth, ...) fourth
#endif
#endif

/* Every public name also exists without its prefix. These are macros, so they rename every identifier of that
   spelling in the including file; DILL_DISABLE_RAW_NAMES leaves them out. */
#if !defined DILL_DISABLE_RAW_NAMES

#define coroutine dill_coroutine
#define go dill_go
#define go_mem dill_go_mem
#define bundle_go dill_bundle_go
#define bundle_go_mem dill_bundle_go_mem

#define bundle dill_bundle
#define bundle_mem dill_bundle_mem
#define bundle_wait dill_bundle_wait
#define chdone dill_chdone
#define chmake dill_chmake
#define chmake_mem dill_chmake_mem
#define choose dill_choose
#define chrecv dill_chrecv
#define chsend dill_chsend
#define fdclean dill_fdclean
#define fdin dill_fdin
#define fdout dill_fdout
#define hclose dill_hclose
#define hown dill_hown
#define msleep dill_msleep
#define now dill_now
#define yield dill_yield

#define bundle_storage dill_bundle_storage
#define chclause dill_chclause
#define chstorage dill_chstorage

#define CHSEND DILL_CHSEND
#define CHRECV DILL_CHRECV

#if !defined DILL_DISABLE_SOCKETS

#define brecv dill_brecv
#define brecvl dill_brecvl
#define bsend dill_bsend
#define bsendl dill_bsendl
#define happyeyeballs_connect dill_happyeyeballs_connect
#define http_attach dill_http_attach
#define http_attach_mem dill_http_attach_mem
#define http_detach dill_http_detach
#define http_done dill_http_done
#define http_recvfield dill_http_recvfield
#define http_recvrequest dill_http_recvrequest
#define http_recvstatus dill_http_recvstatus
#define http_sendfield dill_http_sendfield
#define http_sendrequest dill_http_sendrequest
#define http_sendstatus dill_http_sendstatus
#define ipaddr_equal dill_ipaddr_equal
#define ipaddr_family dill_ipaddr_family
#define ipaddr_len dill_ipaddr_len
#define ipaddr_local dill_ipaddr_local
#define ipaddr_port dill_ipaddr_port
#define ipaddr_remote dill_ipaddr_remote
#define ipaddr_remotes dill_ipaddr_remotes
#define ipaddr_setport dill_ipaddr_setport
#define ipaddr_sockaddr dill_ipaddr_sockaddr
#define ipaddr_str dill_ipaddr_str
#define ipc_accept dill_ipc_accept
#define ipc_accept_mem dill_ipc_accept_mem
#define ipc_close dill_ipc_close
#define ipc_connect dill_ipc_connect
#define ipc_connect_mem dill_ipc_connect_mem
#define ipc_done dill_ipc_done
#define ipc_fromfd dill_ipc_fromfd
#define ipc_fromfd_mem dill_ipc_fromfd_mem
#define ipc_listen dill_ipc_listen
#define ipc_listen_mem dill_ipc_listen_mem
#define ipc_listener_fromfd dill_ipc_listener_fromfd
#define ipc_listener_fromfd_mem dill_ipc_listener_fromfd_mem
#define ipc_pair dill_ipc_pair
#define ipc_pair_mem dill_ipc_pair_mem
#define ipc_recvfd dill_ipc_recvfd
#define ipc_sendfd dill_ipc_sendfd
#define mrecv dill_mrecv
#define mrecvl dill_mrecvl
#define msend dill_msend
#define msendl dill_msendl
#define prefix_attach dill_prefix_attach
#define prefix_attach_mem dill_prefix_attach_mem
#define prefix_detach dill_prefix_detach
#define socks5_client_connect dill_socks5_client_connect
#define socks5_client_connectbyname dill_socks5_client_connectbyname
#define socks5_proxy_auth dill_socks5_proxy_auth
#define socks5_proxy_recvcommand dill_socks5_proxy_recvcommand
#define socks5_proxy_recvcommandbyname dill_socks5_proxy_recvcommandbyname
#define socks5_proxy_sendreply dill_socks5_proxy_sendreply
#define suffix_attach dill_suffix_attach
#define suffix_attach_mem dill_suffix_attach_mem
#define suffix_detach dill_suffix_detach
#define tcp_accept dill_tcp_accept
#define tcp_accept_mem dill_tcp_accept_mem
#define tcp_close dill_tcp_close
#define tcp_connect dill_tcp_connect
#define tcp_connect_mem dill_tcp_connect_mem
#define tcp_done dill_tcp_done
#define tcp_fromfd dill_tcp_fromfd
#define tcp_fromfd_mem dill_tcp_fromfd_mem
#define tcp_listen dill_tcp_listen
#define tcp_listen_mem dill_tcp_listen_mem
#define tcp_listener_fromfd dill_tcp_listener_fromfd
#define tcp_listener_fromfd_mem dill_tcp_listener_fromfd_mem
#define term_attach dill_term_attach
#define term_attach_mem dill_term_attach_mem
#define term_detach dill_term_detach
#define term_done dill_term_done
#define udp_open dill_udp_open
#define udp_open_mem dill_udp_open_mem
#define udp_recv dill_udp_recv
#define udp_recvl dill_udp_recvl
#define udp_send dill_udp_send
#define udp_sendl dill_udp_sendl
#define ws_attach_client dill_ws_attach_client
#define ws_attach_client_mem dill_ws_attach_client_mem
#define ws_attach_server dill_ws_attach_server
#define ws_attach_server_mem dill_ws_attach_server_mem
#define ws_detach dill_ws_detach
#define ws_done dill_ws_done
#define ws_recv dill_ws_recv
#define ws_recvl dill_ws_recvl
#define ws_request_key dill_ws_request_key
#define ws_response_key dill_ws_response_key
#define ws_send dill_ws_send
#define ws_sendl dill_ws_sendl
#define ws_status dill_ws_status

#define iolist dill_iolist
#define ipaddr dill_ipaddr
#define tcp_listener_storage dill_tcp_listener_storage
#define tcp_storage dill_tcp_storage
#define ipc_listener_storage dill_ipc_listener_storage
#define ipc_storage dill_ipc_storage
#define ipc_pair_storage dill_ipc_pair_storage
#define prefix_storage dill_prefix_storage
#define suffix_storage dill_suffix_storage
#define udp_storage dill_udp_storage
#define http_storage dill_http_storage
#define ws_storage dill_ws_storage
#define term_storage dill_term_storage

#define IPADDR_IPV4 DILL_IPADDR_IPV4
#define IPADDR_IPV6 DILL_IPADDR_IPV6
#define IPADDR_PREF_IPV4 DILL_IPADDR_PREF_IPV4
#define IPADDR_PREF_IPV6 DILL_IPADDR_PREF_IPV6
#define IPADDR_MAXSTRLEN DILL_IPADDR_MAXSTRLEN
#define PREFIX_BIG_ENDIAN DILL_PREFIX_BIG_ENDIAN
#define PREFIX_LITTLE_ENDIAN DILL_PREFIX_LITTLE_ENDIAN
#define WS_BINARY DILL_WS_BINARY
#define WS_TEXT DILL_WS_TEXT
#define WS_NOHTTP DILL_WS_NOHTTP
#define SOCKS5_CONNECT DILL_SOCKS5_CONNECT
#define SOCKS5_BIND DILL_SOCKS5_BIND
#define SOCKS5_UDP_ASSOCIATE DILL_SOCKS5_UDP_ASSOCIATE
#define SOCKS5_SUCCESS DILL_SOCKS5_SUCCESS
#define SOCKS5_GENERAL_FAILURE DILL_SOCKS5_GENERAL_FAILURE
#define SOCKS5_CONNECTION_NOT_ALLOWED DILL_SOCKS5_CONNECTION_NOT_ALLOWED
#define SOCKS5_NETWORK_UNREACHABLE DILL_SOCKS5_NETWORK_UNREACHABLE
#define SOCKS5_HOST_UNREACHABLE DILL_SOCKS5_HOST_UNREACHABLE
#define SOCKS5_CONNECTION_REFUSED DILL_SOCKS5_CONNECTION_REFUSED
#define SOCKS5_TTL_EXPIRED DILL_SOCKS5_TTL_EXPIRED
#define SOCKS5_COMMAND_NOT_SUPPORTED DILL_SOCKS5_COMMAND_NOT_SUPPORTED
#define SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED

#if !defined DILL_DISABLE_TLS

#define tls_attach_client dill_tls_attach_client
#define tls_attach_client_mem dill_tls_attach_client_mem
#define tls_attach_server dill_tls_attach_server
#define tls_attach_server_mem dill_tls_attach_server_mem
#define tls_detach dill_tls_detach
#define tls_done dill_tls_done

#define tls_storage dill_tls_storage
#define dtls_storage dill_dtls_storage

#endif /* DILL_DISABLE_TLS */

#endif /* DILL_DISABLE_SOCKETS */

#endif /* DILL_DISABLE_RAW_NAMES */

#endif
