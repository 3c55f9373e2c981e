// define: _GNU_SOURCE
// How much memory peers can make a server use: idle ones, slow ones, ones that send much, and ones that never read.
// time-limit: 60
// memcheck: no, it puts another malloc in place, which does not tell how much memory is in use
// reference: no, it reads on whatever becomes of the responses
#include "raw.h"
#include <fcntl.h>
#include <malloc.h>

#define PEERS 10
#define LARGE 100000
#define FLOOD 3000000

static nng_http_server *server;
static int port, fds[PEERS];
static char large[LARGE];

static size_t used(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static void returns_much(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_copy_data(res, large, LARGE));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

static void takes(nng_aio *aio) {
    raw_reply(aio, "taken");
}

// Repeats the text on all connections as long as they take it, for a few rounds, but no more than FLOOD bytes on each: a
// server may drop what it gets as fast as it comes.
static void flood(const char *text) {
    static char block[1 << 16];
    size_t len = strlen(text), filled, sent[PEERS] = { 0 }, round, i;
    for(filled = 0; filled + len <= sizeof block; filled += len) memcpy(block + filled, text, len);
    for(round = 0; round < 3; round++) {
        for(i = 0; i < PEERS; i++) {
            while(sent[i] < FLOOD) {
                size_t from = sent[i] % len;
                ssize_t n = send(fds[i], block + from, filled - from, MSG_NOSIGNAL | MSG_DONTWAIT);
                if(n <= 0) break;
                sent[i] += n;
            }
        }
    }
}

struct row {
    const char *what;
    // What each peer sends once, and so many letters behind it; then again and again.
    const char *once;
    int letters;
    const char *again;
    // What it may cost, in bytes for each peer.
    size_t most;
};

#define GET(uri) "GET " uri " HTTP/1.1\r\nHost: h\r\n\r\n"
#define POST(uri, fields) "POST " uri " HTTP/1.1\r\nHost: h\r\n" fields "\r\n"
#define TEN(text) text text text text text text text text text text

static const struct row rows[] = {
    { "idle", "", 0, NULL, 2000 },
    { "a head that has only begun", "GET / HTT", 0, NULL, 8000 },
    { "a head that is almost too large", "GET / HTTP/1.1\r\nX: ", 60000, NULL, 200000 },
    { "a head of many fields", "GET / HTTP/1.1\r\n" TEN(TEN("a: b\r\n")), 0, NULL, 16000 },
    { "a request line without end", "GET /", 0, TEN("xxxxxxxxxx"), 32000 },
    { "fields without end", "GET / HTTP/1.1\r\n", 0, TEN("x: y\r\n"), 32000 },
    { "a field without end", "GET / HTTP/1.1\r\nX: ", 0, TEN("xxxxxxxxxx"), 200000 },
    { "a large body that is only announced", POST("/much", "Content-Length: 1000000\r\n"), 1, NULL, 100000 },
    { "most of a body", POST("/some", "Content-Length: 65536\r\n"), 60000, NULL, 200000 },
    { "chunks without end", POST("/some", "Transfer-Encoding: chunked\r\n"), 0, TEN("1\r\nx\r\n"), 200000 },
    { "an extension without end", POST("/some", "Transfer-Encoding: chunked\r\n") "1;", 0, TEN("xxxxxxxxxx"), 32000 },
    { "trailers without end", POST("/some", "Transfer-Encoding: chunked\r\n") "0\r\n", 0, TEN("x: y\r\n"), 50000 },
    { "a body beyond the limit", POST("/some", "Content-Length: 100000\r\n"), 0, TEN("xxxxxxxxxx"), 32000 },
    { "a body that nobody wants", "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n", 0,
      TEN("xxxxxxxxxx"), 32000 },
    { "small responses that nobody reads", "", 0, TEN(GET("/small")), 200000 },
    { "errors that nobody reads", "", 0, TEN(GET("/nothing")), 200000 },
    { "large responses that nobody reads", "", 0, TEN(GET("/much")), 250000 },
    { "contents that nobody reads", "", 0, TEN(GET("/large")), 100000 },
    { "files that nobody reads", "", 0, TEN(GET("/file")), 200000 },
};

int main(void) {
    static struct raw_response r;
    static char text[LARGE];
    nng_http_handler *handler;
    size_t i, n;
    int little = 4096;
    // Each thread keeps some memory for what comes next: few threads, on any machine.
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 2);
    nng_init_set_parameter(NNG_INIT_MAX_TASK_THREADS, 2);
    memset(large, 'x', sizeof large);
    int file = open("file", O_WRONLY | O_CREAT, 0644);
    CHECK_INT(ftruncate(file, 10 << 20), 0);
    close(file);
    server = raw_server();
    raw_static(server, "/", "hello");
    // As large as can be gathered with others.
    CHECK_OK(nng_http_handler_alloc_static(&handler, "/small", large, 4000, NULL));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    raw_handle(server, "GET", "/much", returns_much);
    raw_handle(server, "POST", "/much", takes);
    handler = raw_handle(server, "POST", "/some", takes);
    CHECK_OK(nng_http_handler_collect_body(handler, true, 64 * 1024));
    CHECK_OK(nng_http_handler_alloc_static(&handler, "/large", large, LARGE, NULL));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/file", "file"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        size_t before, now;
        int descriptors = raw_descriptors(), fd = raw_connect(port);
        raw_transact(fd, GET("/"), &r);
        before = used();
        for(n = 0; n < PEERS; n++) {
            fds[n] = raw_connect(port);
            // What the kernel keeps for those that do not read is not the subject.
            CHECK_INT(setsockopt(fds[n], SOL_SOCKET, SO_RCVBUF, &little, sizeof little), 0);
            raw_transact(fds[n], GET("/"), &r);
            // In one piece, of which the kernel holds nothing back.
            raw_send_bytes(fds[n], text, snprintf(text, sizeof text, "%s%.*s", row->once, row->letters, large));
        }
        if(row->again) flood(row->again);
        // Whoever behaves is served meanwhile; after so many exchanges, the server has seen what the others have sent.
        for(n = 0; n < 100; n++) {
            raw_transact(fd, GET("/"), &r);
            CHECK_INT(r.status, 200);
        }
        now = used();
        printf("%s: %zu\n", row->what, now > before ? (now - before) / PEERS : 0);
        CHECK(now < before || (now - before) / PEERS <= row->most);
        for(n = 0; n < PEERS; n++) close(fds[n]);
        close(fd);
        // The other sides are closed in the background.
        while(raw_descriptors() > descriptors) nng_msleep(1);
    }
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
