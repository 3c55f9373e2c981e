/* An HTTP client that sends requests on one connection, one after the other.

     client HOST PORT plain|tls METHOD:TARGET[:SIZE]...

   With SIZE, that many bytes of the pattern follow the head after 100 Continue. For each response it prints a line with
   the statuses, how the content ends, and its size; and then the content and a newline. */

#include "content.h"

static const char *host;
static int64_t deadline;

/* Receives the head of a response. Returns the connection. */
static int receive_head(int h, struct framing *f, int *status) {
    char reason[256];
    *status = http_recvstatus(h, reason, sizeof(reason), deadline);
    CHECK(*status >= 100);
    printf("%d ", *status);
    CHECK_OK(receive_fields(h, f, deadline));
    int s = http_detach(h, deadline);
    CHECK(s >= 0);
    return s;
}

static int exchange(int s, const char *request) {
    char method[16], target[256], length[24];
    size_t size = 0;
    struct framing f;
    int status;
    int parts = sscanf(request, "%15[^:]:%255[^:]:%zu", method, target, &size);
    CHECK(parts >= 2);
    int h = http_attach(s);
    CHECK_OK(http_sendrequest(h, method, target, deadline));
    CHECK_OK(http_sendfield(h, "Host", host, deadline));
    if(parts == 3) {
        snprintf(length, sizeof(length), "%zu", size);
        CHECK_OK(http_sendfield(h, "Content-Length", length, deadline));
        CHECK_OK(http_sendfield(h, "Expect", "100-continue", deadline));
    }
    CHECK_OK(http_done(h, deadline));
    s = receive_head(h, &f, &status);
    if(status == 100) {
        char *data = pattern(size);
        CHECK_OK(bsend(s, data, size, deadline));
        free(data);
        s = receive_head(http_attach(s), &f, &status);
    }
    if(strcmp(method, "HEAD") == 0 || status == 204 || status == 304) {
        puts("none 0\n");
        return s;
    }
    struct bytes content = receive_content(s, &f, deadline);
    printf("%s %zu\n", f.chunked ? "chunked" : f.length >= 0 ? "length" : "close", content.len);
    fwrite(content.data, 1, content.len, stdout);
    puts("");
    free(content.data);
    return s;
}

int main(int argc, char *argv[]) {
    struct ipaddr addr;
    CHECK(argc > 4);
    host = argv[1];
    deadline = now() + 30000;
    CHECK_OK(ipaddr_remote(&addr, host, atoi(argv[2]), 0, deadline));
    int tls = strcmp(argv[3], "tls") == 0;
    int s = tcp_connect(&addr, deadline);
    if(tls) s = tls_attach_client(s, deadline);
    for(int i = 4; i != argc; ++i) s = exchange(s, argv[i]);
    /* Not all servers end TLS by its rules. */
    CHECK_OK(tls ? tls_done(s, deadline) : tcp_close(s, deadline));
    return 0;
}
