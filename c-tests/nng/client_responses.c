// define: _GNU_SOURCE
// What a client makes of a response: where it ends, what of it counts, what is refused. Each response is received in
// one piece and byte by byte, in an exchange on a connection and in a whole one.
#include "clients.h"

struct row {
    const char *what, *method, *response;
    size_t size;
    // Whether the server closes behind it.
    int ends;
    int result, status;
    const char *body;
    // A header of the response, and its value.
    const char *name, *value;
};

#define TEXT(text) text, sizeof text - 1
#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"
#define NONE "Content-Length: 0\r\n\r\n"
#define FINE(body) 0, 0, 200, body, NULL, NULL
#define WITH(name, value) 0, 0, 200, "", name, value
#define CLOSES(body) 1, 0, 200, body, NULL, NULL
#define EMPTY(status) 0, 0, status, "", NULL, NULL
#define REFUSED 0, NNG_EPROTO, 0, NULL, NULL, NULL
#define TOO_LARGE 0, NNG_EMSGSIZE, 0, NULL, NULL, NULL
#define SHUT 1, NNG_ECONNSHUT, 0, NULL, NULL, NULL

static const struct row rows[] = {
    // Where it ends.
    { "a length", "GET", TEXT(OK "Content-Length: 5\r\n\r\nhello"), FINE("hello") },
    { "a length of nothing", "GET", TEXT(OK "Content-Length: 0\r\n\r\n"), FINE("") },
    { "chunks", "GET", TEXT(OK CHUNKED "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), FINE("abcde") },
    { "a response to HEAD has no content", "HEAD", TEXT(OK "Content-Length: 5\r\n\r\n"), FINE("") },
    { "a length that is not reached", "GET", TEXT(OK "Content-Length: 5\r\n\r\nhel"), SHUT },
    { "the end in a chunk", "GET", TEXT(OK CHUNKED "3\r\nab"), SHUT },
    { "the end between chunks", "GET", TEXT(OK CHUNKED "3\r\nabc\r\n"), SHUT },
    { "the end in the head", "GET", TEXT("HTTP/1.1 200 "), SHUT },
    { "the end at once", "GET", TEXT(""), SHUT },
    { "a chunk size that is none", "GET", TEXT(OK CHUNKED "x\r\n"), REFUSED },
    { "a status code that is none", "GET", TEXT("HTTP/1.1 two hundred\r\n\r\n"), REFUSED },
    { "a field without colon", "GET", TEXT(OK "field\r\n" NONE), REFUSED },
#if OURS
    { "the end of the connection", "GET", TEXT(OK "\r\nuntil the end"), CLOSES("until the end") },
    { "the end of the connection, in HTTP/1.0", "GET", TEXT("HTTP/1.0 200 OK\r\n\r\n"), CLOSES("") },
    { "204 has no content", "GET", TEXT("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"), EMPTY(204) },
    { "304 has no content", "GET", TEXT("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), EMPTY(304) },
    { "204 has no chunks", "GET", TEXT("HTTP/1.1 204 No Content\r\n" CHUNKED), EMPTY(204) },
    { "a response to HEAD has no chunks", "HEAD", TEXT(OK CHUNKED), FINE("") },
    { "no chunk but the last one", "GET", TEXT(OK CHUNKED "0\r\n\r\n"), FINE("") },
    { "the end in the trailers", "GET", TEXT(OK CHUNKED "0\r\nX: y\r\n"), SHUT },

    // Interim responses.
    { "an interim response is passed over", "GET",
      TEXT("HTTP/1.1 100 Continue\r\n\r\n" OK "Content-Length: 1\r\n\r\nx"),
      FINE("x") },
    { "interim responses have no content", "GET",
      TEXT("HTTP/1.1 103 Hints\r\nContent-Length: 9\r\nLink: x\r\n\r\nHTTP/1.1 199 \r\n\r\n" OK NONE), WITH("Link", NULL) },
    { "101 is the last one", "GET", TEXT("HTTP/1.1 101 Switching Protocols\r\n\r\n"), EMPTY(101) },
    { "an interim response alone", "GET", TEXT("HTTP/1.1 100 Continue\r\n\r\n"), SHUT },

    // Chunks.
    { "extensions, also quoted ones with tabs, mean nothing", "GET",
      TEXT(OK CHUNKED "2;a=b;c=\"d;\t\"\r\nab\r\n0;e\r\n\r\n"), FINE("ab") },
    { "trailers are left out", "GET", TEXT(OK CHUNKED "1\r\na\r\n0\r\nX: y\r\nZ:\tw\r\n\r\n"), FINE("a") },
    { "a malformed trailer", "GET", TEXT(OK CHUNKED "0\r\nX\r\n\r\n"), REFUSED },
    { "sizes in capitals, and with zeros in front", "GET", TEXT(OK CHUNKED "000A\r\n0123456789\r\n00\r\n\r\n"),
      FINE("0123456789") },
    { "a chunk-size line that ends with LF alone", "GET", TEXT(OK CHUNKED "1\na\r\n0\r\n\r\n"), REFUSED },
    { "a chunk that ends with LF alone", "GET", TEXT(OK CHUNKED "1\r\na\n0\r\n\r\n"), REFUSED },
    { "a chunk that is longer than its size", "GET", TEXT(OK CHUNKED "1\r\nab\r\n"), REFUSED },
    { "a chunk size of more than 64 bits", "GET", TEXT(OK CHUNKED "10000000000000001\r\na"), TOO_LARGE },
    { "chunk sizes that are more than 64 bits together", "GET", TEXT(OK CHUNKED "1\r\na\r\nffffffffffffffff\r\n"),
      TOO_LARGE },
    { "a negative chunk size", "GET", TEXT(OK CHUNKED "-1\r\n"), REFUSED },
    { "a chunk size with prefix", "GET", TEXT(OK CHUNKED "0x1\r\na\r\n0\r\n\r\n"), REFUSED },
    { "a chunk size in white space", "GET", TEXT(OK CHUNKED " 1\r\na\r\n0\r\n\r\n"), REFUSED },
    { "an empty chunk-size line", "GET", TEXT(OK CHUNKED "\r\n"), REFUSED },
    { "the largest chunk there is, cut short", "GET", TEXT(OK CHUNKED "fffffffffffffffe\r\na"), SHUT },

    // Which of the fields decide.
    { "chunked goes before a length", "GET", TEXT(OK "Content-Length: 3\r\n" CHUNKED "1\r\na\r\n0\r\n\r\n"),
      FINE("a") },
    { "the coding stays in the header", "GET", TEXT(OK CHUNKED "0\r\n\r\n"), WITH("transfer-encoding", "chunked") },
    { "no length is made up", "GET", TEXT(OK CHUNKED "0\r\n\r\n"), WITH("Content-Length", NULL) },
    { "trailers are no headers", "GET", TEXT(OK CHUNKED "0\r\nX: y\r\n\r\n"), WITH("X", NULL) },
    { "chunked in any case of letters", "GET",
      TEXT(OK "Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n"), FINE("a") },
    { "what is below the chunks stays as it is", "GET",
      TEXT(OK "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
      FINE("a") },
    { "a coding of another name", "GET", TEXT(OK "Transfer-Encoding: xchunked\r\n\r\n1\r\na"), CLOSES("1\r\na") },
    { "chunked that is not the last coding", "GET", TEXT(OK "Transfer-Encoding: chunked, gzip\r\n\r\n1\r\na"),
      CLOSES("1\r\na") },
    { "chunks in HTTP/1.0", "GET", TEXT("HTTP/1.0 200 OK\r\n" CHUNKED "1\r\na\r\n0\r\n\r\n"), FINE("a") },
    { "a length twice, in one field", "GET", TEXT(OK "Content-Length: 1, 1\r\n\r\nx"), FINE("x") },
    { "a length twice, in two fields", "GET", TEXT(OK "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"), FINE("x") },
    { "two lengths, in one field", "GET", TEXT(OK "Content-Length: 1, 2\r\n\r\nx"), REFUSED },
    { "two lengths, in two fields", "GET", TEXT(OK "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"), REFUSED },
    { "a length with a sign", "GET", TEXT(OK "Content-Length: +1\r\n\r\nx"), REFUSED },
    { "a negative length", "GET", TEXT(OK "Content-Length: -1\r\n\r\nx"), REFUSED },
    { "a length that is no number", "GET", TEXT(OK "Content-Length: abc\r\n\r\nx"), REFUSED },
    { "a length with a space inside", "GET", TEXT(OK "Content-Length: 1 0\r\n\r\nx"), REFUSED },
    { "no length", "GET", TEXT(OK "Content-Length:\r\n\r\nx"), REFUSED },
    { "a length of more than 64 bits", "GET", TEXT(OK "Content-Length: 18446744073709551617\r\n\r\nx"), TOO_LARGE },
    { "the greatest length there is, cut short", "GET", TEXT(OK "Content-Length: 18446744073709551615\r\n\r\nx"),
      SHUT },

    // Heads.
    { "lines that end with LF alone", "GET", TEXT("HTTP/1.1 200 OK\nContent-Length: 1\n\nx"), FINE("x") },
    { "CR inside of a value", "GET", TEXT(OK "X: a\rb\r\n" NONE), REFUSED },
    { "NUL inside of a value", "GET", TEXT(OK "X: a\0b\r\n" NONE), REFUSED },
    { "a control character inside of a value", "GET", TEXT(OK "X: a\001b\r\n" NONE), REFUSED },
    { "a tab and bytes beyond ASCII in a value", "GET", TEXT(OK "X:\ta\tb \xc3\xa9\t \r\n" NONE), WITH("x",
      "a\tb \xc3\xa9") },
    { "white space before a colon", "GET", TEXT(OK "X \t: a\r\n" NONE), WITH("x", "a") },
    { "a folded line", "GET", TEXT(OK "X: a\r\n b\r\n" NONE), WITH("x", "a   b") },
    { "a folded line behind no field", "GET", TEXT(OK " X: a\r\n" NONE), REFUSED },
    { "a field without name", "GET", TEXT(OK ": a\r\n" NONE), REFUSED },
    { "a name with a space inside", "GET", TEXT(OK "X Y: a\r\n" NONE), REFUSED },
    { "fields of one name are joined", "GET", TEXT(OK "X: a\r\nY: b\r\nx: c\r\n" NONE), WITH("X", "a, c") },
    { "so are cookies, for who asks", "GET", TEXT(OK "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n" NONE),
      WITH("set-cookie", "a=1, b=2") },
    { "an empty line in front", "GET", TEXT("\r\n" OK NONE), REFUSED },
    { "no reason", "GET", TEXT("HTTP/1.1 200 \r\n" NONE), FINE("") },
    { "no reason and no space", "GET", TEXT("HTTP/1.1 200\r\n" NONE), FINE("") },
    { "a reason of several words", "GET", TEXT("HTTP/1.1 200 as you\tlike \xc3\xa9\r\n" NONE), FINE("") },
    { "a code with a letter behind", "GET", TEXT("HTTP/1.1 200x OK\r\n" NONE), REFUSED },
    { "a code of two digits", "GET", TEXT("HTTP/1.1 20 OK\r\n" NONE), REFUSED },
    { "a code of four digits", "GET", TEXT("HTTP/1.1 2000 OK\r\n" NONE), REFUSED },
    { "a code below 100", "GET", TEXT("HTTP/1.1 099 OK\r\n" NONE), REFUSED },
    { "another protocol", "GET", TEXT("ICY 200 OK\r\n" NONE), REFUSED },
    { "another protocol in lower case", "GET", TEXT("http/1.1 200 OK\r\n" NONE), REFUSED },
    { "another major version", "GET", TEXT("HTTP/2.0 200 OK\r\n" NONE), REFUSED },
    { "another minor version", "GET", TEXT("HTTP/1.2 200 OK\r\n" NONE), FINE("") },
#endif
};

static nng_http_client *client;
static nng_http_req *req;
static nng_http_res *res;
static nng_aio *aio;

static void check_result(const struct row *row) {
    void *data;
    size_t size;
    ended(aio, row->result);
    CHECK_INT(nng_aio_count(aio), 0);
    if(row->result) return;
    CHECK_INT(nng_http_res_get_status(res), row->status);
    nng_http_res_get_data(res, &data, &size);
    CHECK_INT(size, strlen(row->body));
    CHECK_MEM(data, row->body, size);
    if(row->name) CHECK_STR(nng_http_res_get_header(res, row->name), row->value);
}

// Sends the response; a client that has seen enough may be gone.
static void respond(int fd, const struct row *row, int bytewise) {
    size_t n, piece = bytewise ? 1 : row->size;
    for(n = 0; n < row->size; n += piece)
        if(send(fd, row->response + n, piece, MSG_NOSIGNAL) != (ssize_t)piece) break;
    if(row->ends) shutdown(fd, SHUT_WR);
}

int main(void) {
    static char big[70000];
    int fd, port, way, listener = new_listener(&port);
    size_t i;
    client = new_client(port);
    aio = new_aio();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_res_alloc(&res));
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        printf("%s\n", row->what);
        for(way = 0; way < 3; way++) {
            nng_http_conn *conn = NULL;
            char want[64];
            nng_http_req_reset(req);
            CHECK_OK(nng_http_req_set_uri(req, "/x"));
            CHECK_OK(nng_http_req_set_method(req, row->method));
            if(way < 2) {
                nng_http_client_connect(client, aio);
                fd = accept(listener, NULL, NULL);
                ended(aio, 0);
                conn = nng_aio_get_output(aio, 0);
                nng_http_conn_transact(conn, req, res, aio);
                snprintf(want, sizeof want, "%s /x HTTP/1.1\r\n\r\n", row->method);
            } else {
                nng_http_client_transact(client, req, res, aio);
                fd = accept(listener, NULL, NULL);
                snprintf(want, sizeof want, "%s /x HTTP/1.1\r\nConnection: close\r\n\r\n", row->method);
            }
            raw_expect(fd, want);
            respond(fd, row, way == 1);
            check_result(row);
            if(conn) nng_http_conn_close(conn);
            close(fd);
        }
    }
#if OURS
    // A head that is too large, in its first line and in its fields.
    memset(big, 'x', sizeof big - 1);
    for(i = 0; i < 2; i++) {
        nng_http_client_transact(client, req, res, aio);
        fd = accept(listener, NULL, NULL);
        raw_expect(fd, "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");
        raw_send(fd, i ? OK "X: " : "HTTP/1.1 200 ");
        raw_send(fd, big);
        ended(aio, NNG_EMSGSIZE);
        close(fd);
    }
#endif
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_http_req_free(req);
    nng_http_res_free(res);
    close(listener);
    return 0;
}
