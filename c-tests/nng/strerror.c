// The texts of error codes.
#include "../check.h"
#include <nng/nng.h>
#include <errno.h>

#if NNG_MINOR_VERSION >= 6
static void ask(void *arg) {
    (void)arg;
    CHECK_STR(nng_strerror(4712), "Unknown error #4712");
    CHECK_STR(nng_strerror(NNG_ETRANERR + 6), "Transport error #6");
    CHECK_STR(nng_strerror(NNG_ESYSERR + EISDIR), strerror(EISDIR));
}
#endif

int main(void) {
    char first[64];
    CHECK_STR(nng_strerror(0), "Hunky dory");
    CHECK_STR(nng_strerror(NNG_EINTR), "Interrupted");
    CHECK_STR(nng_strerror(NNG_ENOMEM), "Out of memory");
    CHECK_STR(nng_strerror(NNG_EINVAL), "Invalid argument");
    CHECK_STR(nng_strerror(NNG_EBUSY), "Resource busy");
    CHECK_STR(nng_strerror(NNG_ETIMEDOUT), "Timed out");
    CHECK_STR(nng_strerror(NNG_ECONNREFUSED), "Connection refused");
    CHECK_STR(nng_strerror(NNG_ECLOSED), "Object closed");
    CHECK_STR(nng_strerror(NNG_EAGAIN), "Try again");
    CHECK_STR(nng_strerror(NNG_ENOTSUP), "Not supported");
    CHECK_STR(nng_strerror(NNG_EADDRINUSE), "Address in use");
    CHECK_STR(nng_strerror(NNG_ESTATE), "Incorrect state");
    CHECK_STR(nng_strerror(NNG_ENOENT), "Entry not found");
    CHECK_STR(nng_strerror(NNG_EPROTO), "Protocol error");
    CHECK_STR(nng_strerror(NNG_EUNREACHABLE), "Destination unreachable");
    CHECK_STR(nng_strerror(NNG_EADDRINVAL), "Address invalid");
    CHECK_STR(nng_strerror(NNG_EPERM), "Permission denied");
    CHECK_STR(nng_strerror(NNG_EMSGSIZE), "Message too large");
    CHECK_STR(nng_strerror(NNG_ECONNABORTED), "Connection aborted");
    CHECK_STR(nng_strerror(NNG_ECONNRESET), "Connection reset");
    CHECK_STR(nng_strerror(NNG_ECANCELED), "Operation canceled");
    CHECK_STR(nng_strerror(NNG_ENOFILES), "Out of files");
    CHECK_STR(nng_strerror(NNG_ENOSPC), "Out of space");
    CHECK_STR(nng_strerror(NNG_EEXIST), "Resource already exists");
    CHECK_STR(nng_strerror(NNG_EREADONLY), "Read only resource");
    CHECK_STR(nng_strerror(NNG_EWRITEONLY), "Write only resource");
    CHECK_STR(nng_strerror(NNG_ECRYPTO), "Cryptographic error");
    CHECK_STR(nng_strerror(NNG_EPEERAUTH), "Peer could not be authenticated");
    CHECK_STR(nng_strerror(NNG_ENOARG), "Option requires argument");
    CHECK_STR(nng_strerror(NNG_EAMBIGUOUS), "Ambiguous option");
    CHECK_STR(nng_strerror(NNG_EBADTYPE), "Incorrect type");
    CHECK_STR(nng_strerror(NNG_ECONNSHUT), "Connection shutdown");
    CHECK_STR(nng_strerror(NNG_EINTERNAL), "Internal error detected");

    // System errors, then transport errors, then numbers that mean nothing.
    CHECK_STR(nng_strerror(NNG_ESYSERR + ENOTDIR), strerror(ENOTDIR));
    CHECK_STR(nng_strerror(NNG_ESYSERR), strerror(0));
#if NNG_MINOR_VERSION >= 6
    // A text of the C library that the next call there replaces.
    strcpy(first, strerror(NNG_ETRANERR + 5));
    CHECK_STR(nng_strerror(NNG_ESYSERR + NNG_ETRANERR + 5), first);
#endif
    CHECK_STR(nng_strerror(NNG_ETRANERR + 5), "Transport error #5");
    CHECK_STR(nng_strerror(NNG_ETRANERR), "Transport error #0");
    CHECK_STR(nng_strerror(32), "Unknown error #32");
    CHECK_STR(nng_strerror(999), "Unknown error #999");
    CHECK_STR(nng_strerror(-1), "Unknown error -268435457");

    // One that was asked for earlier can still be read.
    const char *earlier = nng_strerror(32), *transport = nng_strerror(NNG_ETRANERR + 5);
    nng_strerror(33);
    nng_strerror(NNG_ETRANERR + 6);
    CHECK_STR(earlier, "Unknown error #33");
    CHECK_STR(transport, "Transport error #6");

    // A constant text is not disturbed by a formatted one.
    strcpy(first, nng_strerror(NNG_EINVAL));
    const char *constant = nng_strerror(NNG_EINVAL);
    const char *formatted = nng_strerror(4711);
    CHECK_STR(constant, first);
#if NNG_MINOR_VERSION >= 6
    // Nor is a formatted one by other threads.
    nng_thread *thread;
    CHECK_OK(nng_thread_create(&thread, ask, NULL));
    nng_thread_destroy(thread);
    CHECK_STR(formatted, "Unknown error #4711");
#else
    (void)formatted;
#endif
    return 0;
}
