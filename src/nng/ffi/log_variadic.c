/* What stands behind the functions of nng/nng.h with a variable number of arguments: each hands its arguments to the
   library as one object, which is formatted only if the message is wanted. log_variadic.rs tells why this is C. */

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* A text that is not formatted yet. */
struct httpcore_text {
    const char *format;
    va_list arguments;
};

typedef void httpcore_sink(unsigned level, int is_auth, const char *msgid, struct httpcore_text *text);

#define INTERNAL __attribute__((visibility("hidden")))

/* Where messages go; NULL as long as nobody wants any. Set and read atomically. */
INTERNAL httpcore_sink *httpcore_log_sink;

/* Formats a text, once, into `size` bytes. */
INTERNAL void httpcore_format(struct httpcore_text *text, char *buf, size_t size) {
    vsnprintf(buf, size, text->format, text->arguments);
}

#define LOG(level, is_auth) \
    struct httpcore_text text = { .format = msg }; \
    httpcore_sink *sink = __atomic_load_n(&httpcore_log_sink, __ATOMIC_ACQUIRE); \
    if(!sink) return; \
    va_start(text.arguments, msg); \
    sink(level, is_auth, msgid, &text); \
    va_end(text.arguments)

INTERNAL void httpcore_log_err(const char *msgid, const char *msg, ...) { LOG(3, 0); }
INTERNAL void httpcore_log_warn(const char *msgid, const char *msg, ...) { LOG(4, 0); }
INTERNAL void httpcore_log_notice(const char *msgid, const char *msg, ...) { LOG(5, 0); }
INTERNAL void httpcore_log_info(const char *msgid, const char *msg, ...) { LOG(6, 0); }
INTERNAL void httpcore_log_debug(const char *msgid, const char *msg, ...) { LOG(7, 0); }
INTERNAL void httpcore_log_auth(unsigned level, const char *msgid, const char *msg, ...) { LOG(level, 1); }
