// The logger for standard error colours its lines on a terminal, unless the environment says otherwise.
// reference: differs, it has no log
#define _XOPEN_SOURCE 700
#include "../check.h"
#include <fcntl.h>
#include <nng/nng.h>
#include <stdlib.h>

static int terminal;

// The next line on the terminal, without the time.
static const char *line(void) {
    static char text[256];
    size_t n = 0;
    char *time;
    // The terminal turns the line end into CR LF.
    while(n == 0 || text[n - 1] != '\n') {
        CHECK(n < sizeof text - 1);
        CHECK_INT(read(terminal, text + n, 1), 1);
        n++;
    }
    text[n - 2] = 0;
    time = strchr(text, ']');
    CHECK(time != NULL && strlen(time) > 17);
    memmove(time + 1, time + 17, strlen(time + 17) + 1);
    return text;
}

static const char *shown(nng_log_level level) {
    nng_stderr_logger(level, NNG_LOG_USER, NULL, "text");
    return line();
}

int main(void) {
    int slave;
    terminal = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(terminal >= 0);
    CHECK_OK(grantpt(terminal));
    CHECK_OK(unlockpt(terminal));
    slave = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    CHECK(slave >= 0);
    CHECK_INT(dup2(slave, 2), 2);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    unsetenv("NNG_LOG_NO_COLOR");

    CHECK(strncmp(shown(NNG_LOG_ERR), "\033[36m[DEBUG ]NNG-DATE: Date changed to ", 39) == 0);
    CHECK_STR(line(), "\033[31m[ERROR ]text\033[0m");
    CHECK_STR(shown(NNG_LOG_WARN), "\033[33m[WARN  ]text\033[0m");
    CHECK_STR(shown(NNG_LOG_NOTICE), "\033[1m[NOTICE]text\033[0m");
    CHECK_STR(shown(NNG_LOG_INFO), "[INFO  ]text");
    CHECK_STR(shown(NNG_LOG_DEBUG), "\033[36m[DEBUG ]text\033[0m");
    setenv("NO_COLOR", "", 1);
    CHECK_STR(shown(NNG_LOG_ERR), "[ERROR ]text");
    unsetenv("NO_COLOR");
    setenv("NNG_LOG_NO_COLOR", "1", 1);
    CHECK_STR(shown(NNG_LOG_ERR), "[ERROR ]text");
    unsetenv("NNG_LOG_NO_COLOR");
    setenv("TERM", "", 1);
    CHECK_STR(shown(NNG_LOG_ERR), "[ERROR ]text");
    unsetenv("TERM");
    CHECK_STR(shown(NNG_LOG_ERR), "[ERROR ]text");
    return 0;
}
