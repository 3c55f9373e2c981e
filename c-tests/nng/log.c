// Log messages: which are passed on, with what text, to which logger.
// env: TZ=XYZ-5:45 TERM=xterm NO_COLOR=
// reference: differs, it has no log
#include "../check.h"
#include <nng/nng.h>
#include <stdarg.h>
#include <stdlib.h>
#include <syslog.h>
#include <time.h>

static struct {
    int count, facility, level;
    char id[32], text[600];
} got;

static void record(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg) {
    got.count++;
    got.level = level;
    got.facility = facility;
    snprintf(got.id, sizeof got.id, "%s", msgid ? msgid : "(none)");
    snprintf(got.text, sizeof got.text, "%s", msg);
}

// Instead of the C library's.
static int priority;
static char logged[600];
void syslog(int prio, const char *format, ...) {
    va_list args;
    va_start(args, format);
    priority = prio;
    vsnprintf(logged, sizeof logged, format, args);
    va_end(args);
}

// One message of each level, and one each of levels that do not exist.
static int passed(void) {
    got.count = 0;
    nng_log_err("ERR", "%d", 3);
    nng_log_warn("WARN", "%d", 4);
    nng_log_notice("NOTICE", "%d", 5);
    nng_log_info("INFO", "%d", 6);
    nng_log_debug("DEBUG", "%d", 7);
    nng_log_auth(NNG_LOG_ERR, "AUTH", "%d", 3);
    nng_log_auth((nng_log_level)1, "AUTH", "%d", 1);
    nng_log_auth((nng_log_level)1000, "AUTH", "%d", 1000);
    return got.count;
}

static void levels(void) {
    CHECK_INT(nng_log_get_level(), NNG_LOG_NOTICE);
    CHECK_INT(passed(), 0);
    nng_log_set_logger(record);
    CHECK_INT(passed(), 5);
    nng_log_set_level(NNG_LOG_WARN);
    CHECK_INT(nng_log_get_level(), NNG_LOG_WARN);
    CHECK_INT(passed(), 4);
    nng_log_set_level(NNG_LOG_DEBUG);
    CHECK_INT(passed(), 7);
    nng_log_set_level((nng_log_level)2000);
    CHECK_INT(passed(), 8);
    nng_log_set_level(NNG_LOG_NONE);
    CHECK_INT(passed(), 0);
    nng_log_auth(NNG_LOG_NONE, NULL, "text");
    CHECK_INT(got.count, 0);
    nng_log_set_level(NNG_LOG_DEBUG);
}

#define CHECK_MESSAGE(lvl, fac, msgid, msg) do { \
    CHECK_INT(got.level, lvl); \
    CHECK_INT(got.facility, fac); \
    CHECK_STR(got.id, msgid); \
    CHECK_STR(got.text, msg); \
} while(0)

static void messages(void) {
    nng_log_err("ID", "plain");
    CHECK_MESSAGE(NNG_LOG_ERR, NNG_LOG_USER, "ID", "plain");
    nng_log_warn(NULL, "%s", "");
    CHECK_MESSAGE(NNG_LOG_WARN, NNG_LOG_USER, "(none)", "");
    nng_log_set_facility(NNG_LOG_LOCAL3);
    nng_log_notice("ID", "%s %c", "text", 'x');
    CHECK_MESSAGE(NNG_LOG_NOTICE, NNG_LOG_LOCAL3, "ID", "text x");
    nng_log_auth(NNG_LOG_INFO, "WHO", "%s", "me");
    CHECK_MESSAGE(NNG_LOG_INFO, NNG_LOG_AUTH, "WHO", "me");
    nng_log_set_facility((nng_log_facility)0);
    CHECK_INT(passed(), 2);
    nng_log_set_facility(NNG_LOG_DAEMON);
}

// More arguments than fit into registers, of every class.
static void arguments(void) {
    static const char *const want = "1 2 3 4 5 6 7 8 9 10 -11 0.5 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5 10.5 s 11.5";
#define FORMAT "%d %d %d %d %d %d %d %d %d %lu %lld %g %g %g %g %g %g %g %g %g %g %g %s %Lg"
#define ARGUMENTS 1, 2, 3, 4, 5, 6, 7, 8, 9, 10ul, -11ll, .5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, "s", 11.5L
    nng_log_err("A", FORMAT, ARGUMENTS);
    CHECK_MESSAGE(NNG_LOG_ERR, NNG_LOG_DAEMON, "A", want);
    nng_log_warn("A", FORMAT, ARGUMENTS);
    CHECK_MESSAGE(NNG_LOG_WARN, NNG_LOG_DAEMON, "A", want);
    nng_log_notice("A", FORMAT, ARGUMENTS);
    CHECK_MESSAGE(NNG_LOG_NOTICE, NNG_LOG_DAEMON, "A", want);
    nng_log_info("A", FORMAT, ARGUMENTS);
    CHECK_MESSAGE(NNG_LOG_INFO, NNG_LOG_DAEMON, "A", want);
    nng_log_debug("A", FORMAT, ARGUMENTS);
    CHECK_MESSAGE(NNG_LOG_DEBUG, NNG_LOG_DAEMON, "A", want);
    nng_log_auth(NNG_LOG_DEBUG, "A", FORMAT, ARGUMENTS);
    CHECK_MESSAGE(NNG_LOG_DEBUG, NNG_LOG_AUTH, "A", want);
}

static void long_text(void) {
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    nng_log_err("ID", "%s", text);
    CHECK_INT(strlen(got.text), 511);
    text[511] = 0;
    CHECK_STR(got.text, text);
}

static nng_log_level reentrant_level;
static void reentrant(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg) {
    (void)facility; (void)msgid; (void)msg;
    reentrant_level = level;
    nng_log_set_logger(record);
    nng_log_debug("INNER", "again");
}

// A logger may log, replace itself and use the library, which reports its start to it.
static void library(void) {
    nng_aio *aio;
    got.count = 0;
    nng_fini();
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK_INT(got.count, 1);
    CHECK_MESSAGE(NNG_LOG_NOTICE, NNG_LOG_DAEMON, "NNG-INIT", "NNG library version 1.11.0 initialized");
    nng_aio_free(aio);
    nng_fini();
    nng_log_set_logger(reentrant);
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK_INT(reentrant_level, NNG_LOG_NOTICE);
    CHECK_STR(got.id, "INNER");
    nng_aio_free(aio);
    got.count = 0;
    nng_log_set_logger(nng_null_logger);
    nng_log_err("ID", "text");
    nng_log_set_logger(record);
    nng_log_set_logger(NULL);
    nng_log_err("ID", "text");
    CHECK_INT(got.count, 0);
}

static void system_log(void) {
    nng_log_set_logger(nng_system_logger);
    nng_log_err("ID", "100%% %s", "sure %s");
    CHECK_INT(priority, LOG_DAEMON | LOG_ERR);
    CHECK_STR(logged, "ID: 100% sure %s");
    nng_log_auth((nng_log_level)1, NULL, "text");
    CHECK_INT(priority, LOG_AUTHPRIV | LOG_INFO);
    CHECK_STR(logged, "text");
    nng_system_logger(NNG_LOG_DEBUG, NNG_LOG_LOCAL7, NULL, NULL);
    CHECK_INT(priority, LOG_LOCAL7 | LOG_DEBUG);
    CHECK_STR(logged, "");
    nng_system_logger(NNG_LOG_WARN, (nng_log_facility)99, "ID", "text");
    CHECK_INT(priority, LOG_USER | LOG_WARNING);
}

// Reads a line of the standard error logger and checks it; `want` is what follows the time. Returns what follows.
static char *line(char *at, const char *name, const char *want) {
    int h, m, s, ms, n = 0;
    char *end = strchr(at, '\n');
    CHECK(end != NULL);
    *end = 0;
    CHECK_INT(strncmp(at, name, 10), 0);
    CHECK_INT(sscanf(at + 10, "%2d:%2d:%2d.%3d: %n", &h, &m, &s, &ms, &n), 4);
    CHECK_INT(n, 14);
    CHECK(h < 24 && m < 60 && s <= 60);
    CHECK_STR(at + 24, want);
    return end + 1;
}

static void date(time_t t, char *text, size_t size) {
    strftime(text, size, "NNG-DATE: Date changed to %Y-%m-%d, TZ is +0545", localtime(&t));
}

// What the logger for standard error writes, once the text of the date is known.
static void check_lines(char *text, const char *date) {
    text = line(text, "[DEBUG ]: ", date);
    text = line(text, "[ERROR ]: ", "ID: text");
    text = line(text, "[WARN  ]: ", "no id");
    text = line(text, "[NOTICE]: ", "ID: with a line end");
    text = line(text, "[INFO  ]: ", "ID: info");
    text = line(text, "[DEBUG ]: ", "ID: debug");
    text = line(text, "[NONE  ]: ", "ID: none");
    text = line(text, "[NONE  ]: ", "");
    CHECK_STR(text, "");
}

static void standard_error(void) {
    int fds[2], kept = dup(2);
    char text[4096], today[64], tomorrow[64];
    ssize_t n;
    time_t before = time(NULL);
    CHECK_OK(pipe(fds));
    dup2(fds[1], 2);
    close(fds[1]);
    nng_log_set_logger(nng_stderr_logger);
    nng_log_err("ID", "text");
    nng_log_warn(NULL, "no id");
    nng_log_notice("ID", "with a line end\n");
    nng_log_info("ID", "info");
    nng_log_debug("ID", "debug");
    nng_log_auth((nng_log_level)1, "ID", "none");
    nng_stderr_logger(NNG_LOG_NONE, NNG_LOG_USER, NULL, NULL);
    dup2(kept, 2);
    close(kept);
    n = read(fds[0], text, sizeof text - 1);
    CHECK(n > 0);
    text[n] = 0;
    date(before, today, sizeof today);
    date(time(NULL), tomorrow, sizeof tomorrow);
    check_lines(text, strstr(text, today) ? today : tomorrow);
}

int main(void) {
    levels();
    messages();
    arguments();
    long_text();
    library();
    system_log();
    standard_error();
    return 0;
}
