// stdout: nng_tls_config_alloc.out
//
// The example of the manual page nng_tls_config_alloc(3tls): one configuration for two dialers. The certificates are
// those of the tests.

#include "nng_sample_stream.h"

#include <nng/supplemental/tls/tls.h>

static nng_tls_config *config_of_server(void) {
    nng_tls_config *config;
    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_SERVER), "TLS");
    check(nng_tls_config_cert_key_file(config, sample_pem("server.pem"), NULL), "certificate");
    return config;
}

// EXAMPLE
// Makes dialers that have one configuration, for two servers that one authority vouches for.
static void make_dialers(nng_stream_dialer *dialers[2], const char *const urls[2], const char *authority) {
    nng_tls_config *config;

    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), "TLS");
    check(nng_tls_config_ca_file(config, authority), authority);
    check(nng_tls_config_server_name(config, "localhost"), "name");
    for(int i = 0; i < 2; i++) {
        check(nng_stream_dialer_alloc(&dialers[i], urls[i]), urls[i]);
        check(nng_stream_dialer_set_ptr(dialers[i], NNG_OPT_TLS_CONFIG, config), NNG_OPT_TLS_CONFIG);
    }
    // The dialers have references of their own.
    nng_tls_config_free(config);
}
// END EXAMPLE

int main(void) {
    const char *url = "tls+tcp://127.0.0.1:0", *urls[2];
    nng_stream_listener *listener;
    nng_stream_dialer *dialers[2];
    nng_tls_config *config = config_of_server();

    check(nng_stream_listener_alloc(&listener, url), url);
    check(nng_stream_listener_set_ptr(listener, NNG_OPT_TLS_CONFIG, config), "TLS");
    nng_tls_config_free(config);
    check(nng_stream_listener_listen(listener), "listen");
    urls[0] = urls[1] = sample_address(listener, url);
    make_dialers(dialers, urls, sample_pem("ca.crt"));
    for(int i = 0; i < 2; i++) {
        check(sample_talk(listener, dialers[i]), "talk");
        printf("dialer %d: connected\n", i);
        nng_stream_dialer_free(dialers[i]);
    }
    nng_stream_listener_free(listener);
    return 0;
}
