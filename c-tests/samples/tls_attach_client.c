/* The example of the manual page tls_attach_client(3).

     tls_attach_client HOST PORT    asks a server and prints the status
     tls_attach_client              does so with a server coroutine in this program */

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int client(const char *host, int port) {
    /* EXAMPLE */
    int64_t deadline = now() + 10000;
    struct ipaddr addr;
    if(ipaddr_remote(&addr, host, port, 0, deadline) != 0) fail(host);
    int s = tcp_connect(&addr, deadline);
    if(s < 0) fail("tcp_connect");
    s = tls_attach_client(s, deadline);
    if(s < 0) fail("tls_attach_client");
    s = http_attach(s);
    if(s < 0) fail("http_attach");

    if(http_sendrequest(s, "GET", "/", deadline) != 0) fail("http_sendrequest");
    if(http_sendfield(s, "Host", host, deadline) != 0) fail("http_sendfield");
    if(http_done(s, deadline) != 0) fail("http_done");
    char reason[256];
    int status = http_recvstatus(s, reason, sizeof(reason), deadline);
    if(status < 0) fail("http_recvstatus");
    printf("%d %s\n", status, reason);

    s = http_detach(s, deadline);
    if(s < 0) fail("http_detach");
    /* Here the content would be received. */
    s = tls_detach(s, deadline);
    if(s < 0) fail("tls_detach");
    if(tcp_close(s, deadline) != 0) fail("tcp_close");
    /* END EXAMPLE */
    return 0;
}

/* Certificate and key of nobody, in one file. */
static const char identity[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBvTCCAWSgAwIBAgICEAkwCgYIKoZIzj0EAwIwITENMAsGA1UECgwEVGVzdDEQ\n"
    "MA4GA1UEAwwHVGVzdCBDQTAgFw0yNDAxMDEwMDAwMDBaGA8yMTI0MDEwMTAwMDAw\n"
    "MFowEjEQMA4GA1UEAwwHZWQyNTUxOTAqMAUGAytlcAMhAFV2TBKatEwIF2Lm3xou\n"
    "hV00ITyWqD662UAyaPjqNu3Vo4HHMIHEMAwGA1UdEwEB/wQCMAAwEwYDVR0lBAww\n"
    "CgYIKwYBBQUHAwEwXwYDVR0RBFgwVoIJbG9jYWxob3N0gg0qLmV4YW1wbGUuY29t\n"
    "hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABgQ5yb290QGxvY2FsaG9zdIYSaHR0cHM6\n"
    "Ly9sb2NhbGhvc3QvMB0GA1UdDgQWBBTZ66l/nocQVhJcb4NLLhjlguw2gzAfBgNV\n"
    "HSMEGDAWgBSyTKu4z46EBRSpP/M3XZ3QsRuBnDAKBggqhkjOPQQDAgNHADBEAiAd\n"
    "9wmGeZkMdVIx4FOWbQ8rK1/5nWJXKMuslE11NdkpXAIgGGslPwoy6k5BQ7Mj7rc7\n"
    "01Gup0X8NEXMHVtdu4wiBv0=\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIMLiEhRZOzDjPOMh2yuJ1CCQu88MEZ6PLXzfiTW4lKBQ\n"
    "-----END PRIVATE KEY-----\n";

static coroutine void server(int listener) {
    static const char path[] = "tls_attach_client.pem";
    char method[16], target[256], name[256], value[256];
    FILE *file = fopen(path, "w");
    if(!file || fputs(identity, file) < 0 || fclose(file) != 0) fail(path);
    int s = tcp_accept(listener, NULL, -1);
    if(s < 0) fail("tcp_accept");
    s = tls_attach_server(s, path, path, -1);
    if(s < 0) fail("tls_attach_server");
    if(unlink(path) != 0) fail(path);
    s = http_attach(s);
    if(http_recvrequest(s, method, sizeof(method), target, sizeof(target), -1) != 0) fail("http_recvrequest");
    while(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1) == 0);
    if(errno != EPIPE) fail("http_recvfield");
    if(http_sendstatus(s, 204, "No Content", -1) != 0) fail("http_sendstatus");
    s = http_detach(s, -1);
    if(s < 0) fail("http_detach");
    s = tls_detach(s, -1);
    if(s < 0) fail("tls_detach");
    if(tcp_close(s, -1) != 0) fail("tcp_close");
}

int main(int argc, char *argv[]) {
    if(argc > 2) return client(argv[1], atoi(argv[2]));

    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 1);
    if(listener < 0) fail("tcp_listen");
    int h = go(server(listener));
    if(h < 0) fail("go");
    client("127.0.0.1", ipaddr_port(&addr));
    if(bundle_wait(h, now() + 10000) != 0) fail("bundle_wait");
    hclose(h);
    hclose(listener);
    return 0;
}
