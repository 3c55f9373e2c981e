// define: _GNU_SOURCE
// Why a WebSocket stream was closed that its peer has broken is logged: all that the program is told is that it was.
// reference: differs, it has no log
#include "frames.h"

static nng_mtx *mtx;
static nng_cv *cv;
static char got[200];

static void record(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg) {
    CHECK_INT(level, NNG_LOG_WARN);
    CHECK_INT(facility, NNG_LOG_USER);
    nng_mtx_lock(mtx);
    CHECK_STR(got, "");
    snprintf(got, sizeof got, "%s %s", msgid, msg);
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

int main(void) {
    static const struct { int first; const char *payload, *message; } all[] = {
        { WS_FIN | WS_TEXT, "hi", "NNG-WS-CLOSE WebSocket: text message not accepted, closed with 1003" },
        { WS_FIN | WS_BINARY, "12345", "NNG-WS-CLOSE WebSocket: frame too large, closed with 1009" },
        { WS_FIN | WS_MORE, "", "NNG-WS-CLOSE WebSocket: continuation frame without a message, closed with 1002" },
    };
    nng_stream_listener *listener = ws_listener("ws://127.0.0.1:0/ws");
    size_t i;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    nng_log_set_logger(record);
    nng_log_set_level(NNG_LOG_DEBUG);
    CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, 4));
    CHECK_OK(nng_stream_listener_listen(listener));
    for(i = 0; i < sizeof all / sizeof *all; i++) {
        int fd = ws_connect(ws_port(listener));
        nng_stream *stream = ws_accept(listener);
        ws_send_text(fd, all[i].first, all[i].payload);
        nng_mtx_lock(mtx);
        while(!*got) nng_cv_wait(cv);
        CHECK_STR(got, all[i].message);
        *got = 0;
        nng_mtx_unlock(mtx);
        nng_stream_free(stream);
        close(fd);
    }
    nng_stream_listener_free(listener);
    nng_fini();
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    return 0;
}
