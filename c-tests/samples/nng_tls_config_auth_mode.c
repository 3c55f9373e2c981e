// stdout: nng_tls_config_auth_mode.out
//
// The example of the manual page nng_tls_config_auth_mode(3tls): a server for clients that can prove who they are. The
// certificates are those of the tests.

#include "nng_sample_stream.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// A configuration of a server that lets in whoever has a certificate by one of its authorities.
static nng_tls_config *for_known_clients(const char *own, const char *authorities) {
    nng_tls_config *config;

    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_SERVER), "TLS");
    check(nng_tls_config_cert_key_file(config, own, NULL), own);
    check(nng_tls_config_ca_file(config, authorities), authorities);
    check(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_REQUIRED), "mode");
    return config;
}
// END EXAMPLE

// What a file says.
static const char *text_of(const char *name) {
    static char text[8192];
    FILE *file = fopen(sample_pem(name), "r");
    size_t size = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if(file) fclose(file);
    text[size] = 0;
    return text;
}

int main(void) {
    const char *url = "tls+tcp://127.0.0.1:0";
    char own[4096];
    nng_stream_listener *listener;
    nng_tls_config *config;

    snprintf(own, sizeof own, "%s", sample_pem("server.pem"));
    config = for_known_clients(own, sample_pem("ca.crt"));
    check(nng_stream_listener_alloc(&listener, url), url);
    check(nng_stream_listener_set_ptr(listener, NNG_OPT_TLS_CONFIG, config), "TLS");
    nng_tls_config_free(config);
    check(nng_stream_listener_listen(listener), "listen");

    for(int is_known = 0; is_known < 2; is_known++) {
        nng_stream_dialer *dialer;
        check(nng_stream_dialer_alloc(&dialer, sample_address(listener, url)), "dialer");
        check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
        check(nng_tls_config_ca_file(config, sample_pem("ca.crt")), "authority");
        if(is_known) {
            char certificate[8192];
            snprintf(certificate, sizeof certificate, "%s", text_of("client.crt"));
            check(nng_tls_config_own_cert(config, certificate, text_of("client.key"), NULL), "certificate");
        }
        check(nng_stream_dialer_set_ptr(dialer, NNG_OPT_TLS_CONFIG, config), "TLS");
        nng_tls_config_free(config);
        printf("%s: %s\n", is_known ? "known" : "unknown", sample_talk(listener, dialer) == 0 ? "accepted" : "refused");
        nng_stream_dialer_free(dialer);
    }
    nng_stream_listener_free(listener);
    return 0;
}
