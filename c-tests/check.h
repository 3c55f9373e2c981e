/* Checks for the programs of the C suite. The first one that fails says what and where, and ends the program with
   status 1: at once, without cleaning up, so that it works in any thread, coroutine or callback. */

#ifndef CHECK_H_INCLUDED
#define CHECK_H_INCLUDED

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static inline void check_end(void) {
    fflush(stdout);
    fflush(stderr);
    _exit(1);
}

static inline void check_true_(int ok, const char *what, const char *file, int line) {
    if(ok) return;
    fprintf(stderr, "%s:%d: %s (errno %d: %s)\n", file, line, what, errno, strerror(errno));
    check_end();
}

static inline void check_int_(int64_t got, int64_t want, const char *what, const char *file, int line) {
    if(got == want) return;
    fprintf(stderr, "%s:%d: %s is %lld, not %lld (errno %d: %s)\n", file, line, what, (long long)got,
        (long long)want, errno, strerror(errno));
    check_end();
}

static inline void check_str_(const char *got, const char *want, const char *what, const char *file, int line) {
    if(got == want || (got && want && strcmp(got, want) == 0)) return;
    fprintf(stderr, "%s:%d: %s is %s%s%s, not %s%s%s\n", file, line, what, got ? "\"" : "", got ? got : "NULL",
        got ? "\"" : "", want ? "\"" : "", want ? want : "NULL", want ? "\"" : "");
    check_end();
}

static inline void check_mem_(const void *got, const void *want, size_t len, const char *what, const char *file,
      int line) {
    const unsigned char *a = (const unsigned char *)got, *b = (const unsigned char *)want;
    size_t i;
    for(i = 0; i != len; ++i) {
        if(a[i] == b[i]) continue;
        fprintf(stderr, "%s:%d: %s: byte %lu is 0x%02x, not 0x%02x\n", file, line, what, (unsigned long)i, a[i],
            b[i]);
        check_end();
    }
}

static inline void check_errno_(int64_t got, int want, const char *what, const char *file, int line) {
    int err = errno;
    check_int_(got, -1, what, file, line);
    if(err == want) return;
    fprintf(stderr, "%s:%d: %s sets errno %d (%s), not %d (%s)\n", file, line, what, err, strerror(err), want,
        strerror(want));
    check_end();
}

/* The condition holds. */
#define CHECK(condition) check_true_(!!(condition), #condition, __FILE__, __LINE__)

/* Two integers are equal. */
#define CHECK_INT(got, want) check_int_((int64_t)(got), (int64_t)(want), #got, __FILE__, __LINE__)

/* The call returned 0. */
#define CHECK_OK(call) CHECK_INT(call, 0)

/* The call returned -1 and set errno. */
#define CHECK_ERRNO(call, want) check_errno_((int64_t)(call), (want), #call, __FILE__, __LINE__)

/* Two strings are equal, or both NULL. */
#define CHECK_STR(got, want) check_str_((got), (want), #got, __FILE__, __LINE__)

/* Two ranges of bytes are equal. */
#define CHECK_MEM(got, want, len) check_mem_((got), (want), (len), #got, __FILE__, __LINE__)

#endif
