// define: _GNU_SOURCE
// What fails about TLS is logged, in more words than a code has.
// reference: differs, it has no log
#include "secure.h"

static nng_mtx *mtx;
static nng_cv *cv;
static struct {
    nng_log_level level;
    char id[32], text[600];
} got[8];
static int count;

static void record(nng_log_level level, nng_log_facility facility, const char *msgid, const char *msg) {
    CHECK_INT(facility, NNG_LOG_USER);
    nng_mtx_lock(mtx);
    CHECK(count < 8);
    got[count].level = level;
    snprintf(got[count].id, sizeof got->id, "%s", msgid);
    snprintf(got[count].text, sizeof got->text, "%s", msg);
    count++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void ok(nng_aio *a) {
    raw_reply(a, "");
}

static void configurations(void) {
    nng_tls_config *config = new_config(NNG_TLS_MODE_CLIENT);
    CHECK_INT(nng_tls_config_ca_chain(config, "nothing", NULL), NNG_ECRYPTO);
    CHECK_INT(nng_tls_config_ca_file(config, "no-such-file"), NNG_ENOENT);
    nng_tls_config_free(config);
    CHECK_INT(count, 2);
    CHECK_INT(got[0].level, NNG_LOG_ERR);
    CHECK_STR(got[0].id, "NNG-TLS-CONFIG");
    CHECK_STR(got[0].text, "TLS configuration: no certificate found");
    CHECK_STR(got[1].text, "TLS configuration: file not readable: No such file or directory (os error 2)");
}

// The client refuses the server, which both sides tell.
static void handshakes(void) {
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_http_client *client;
    int i;
    count = 0;
    raw_handle(server, "GET", "/", ok);
    CHECK_OK(nng_http_server_start(server));
    client = secure_client(raw_port(server), client_config("other-ca.crt"));
    CHECK_INT(get(client), NNG_EPEERAUTH);
    nng_mtx_lock(mtx);
    while(count < 2) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    for(i = 0; i < 2; i++) {
        CHECK_INT(got[i].level, NNG_LOG_WARN);
        CHECK_STR(got[i].id, "NNG-TLS-HANDSHAKE");
        CHECK(strncmp(got[i].text, "TLS handshake: ", 15) == 0);
    }
    nng_http_client_free(client);
    nng_http_server_release(server);
}

// What succeeds is no subject, nor is what HTTP clients and servers say to each other.
static void exchanges(void) {
    nng_http_server *secure = secure_server(server_config("server.crt", "server.key")), *plain = raw_server();
    nng_http_client *client;
    count = 0;
    raw_handle(secure, "GET", "/", ok);
    CHECK_OK(nng_http_server_start(secure));
    client = secure_client(raw_port(secure), client_config("ca.crt"));
    CHECK_INT(get(client), 0);
    CHECK_OK(nng_http_server_start(plain));
    CHECK_INT(raw_status(raw_port(plain), "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), 404);
    CHECK_INT(raw_status(raw_port(plain), "nonsense\r\n\r\n"), 400);
    nng_http_client_free(client);
    nng_http_server_release(secure);
    nng_http_server_release(plain);
    CHECK_INT(count, 0);
}

int main(void) {
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    nng_log_set_logger(record);
    configurations();
    handshakes();
    nng_log_set_level(NNG_LOG_DEBUG);
    exchanges();
    return 0;
}
