// Programs that were compiled without the library's header call the HTTP functions by their plain names.
#include "memstream.h"

#undef http_attach
#undef http_attach_mem
#undef http_done
#undef http_detach
#undef http_sendrequest
#undef http_recvrequest
#undef http_sendstatus
#undef http_recvstatus
#undef http_sendfield
#undef http_recvfield
#undef http_storage

int http_attach(int s);
int http_attach_mem(int s, void *mem);
int http_done(int s, int64_t deadline);
int http_detach(int s, int64_t deadline);
int http_sendrequest(int s, const char *command, const char *resource, int64_t deadline);
int http_recvrequest(int s, char *command, size_t commandlen, char *resource, size_t resourcelen, int64_t deadline);
int http_sendstatus(int s, int status, const char *reason, int64_t deadline);
int http_recvstatus(int s, char *reason, size_t reasonlen, int64_t deadline);
int http_sendfield(int s, const char *name, const char *value, int64_t deadline);
int http_recvfield(int s, char *name, size_t namelen, char *value, size_t valuelen, int64_t deadline);

int main(void) {
    static const char in[] = "GET / HTTP/1.1\r\na: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx";
    struct memstream mem;
    char a[16], b[16], storage[1296];
    int h = http_attach(memstream_open(&mem, in, sizeof(in) - 1));
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
    CHECK_OK(http_sendfield(h, "c", "d", -1));
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_STR(b, "b");
    h = http_attach_mem(http_detach(h, -1), storage);
    CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 200);
    CHECK_OK(http_sendstatus(h, 404, "No", -1));
    CHECK_OK(http_done(h, -1));
    h = http_detach(h, -1);
    CHECK_OK(brecv(h, a, 1, -1));
    CHECK_OK(hclose(h));
    memstream_sent(&mem, "GET / HTTP/1.1\r\nc: d\r\n\r\nHTTP/1.1 404 No\r\n\r\n");
    return 0;
}
