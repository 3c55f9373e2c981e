// stdout: nng_tls_config_server_name.out
//
// The example of the manual page nng_tls_config_server_name(3tls): a server that is reached by another name than its
// certificate has. The certificates are those of the tests.

#include "nng_sample_stream.h"

#include <nng/supplemental/tls/tls.h>

// EXAMPLE
// Dials an address, such as that of a tunnel, but accepts only the server that should be at its other end.
static nng_stream_dialer *dialer_for(const char *url, const char *name, const char *authorities) {
    nng_stream_dialer *dialer;
    nng_tls_config *config;

    check(nng_stream_dialer_alloc(&dialer, url), url);
    check(nng_stream_dialer_get_ptr(dialer, NNG_OPT_TLS_CONFIG, (void **)&config), NNG_OPT_TLS_CONFIG);
    check(nng_tls_config_ca_file(config, authorities), authorities);
    check(nng_tls_config_server_name(config, name), name);
    nng_tls_config_free(config);
    return dialer;
}
// END EXAMPLE

int main(void) {
    const char *url = "tls+tcp://127.0.0.1:0", *names[] = { "www.example.com", "example.org" };
    nng_stream_listener *listener;

    check(nng_stream_listener_alloc(&listener, url), url);
    check(nng_stream_listener_set_string(listener, NNG_OPT_TLS_CERT_KEY_FILE, sample_pem("server.pem")), "certificate");
    check(nng_stream_listener_listen(listener), "listen");
    for(int i = 0; i < 2; i++) {
        nng_stream_dialer *dialer = dialer_for(sample_address(listener, url), names[i], sample_pem("ca.crt"));
        printf("%s: %s\n", names[i], sample_talk(listener, dialer) == 0 ? "it is" : "it is not");
        nng_stream_dialer_free(dialer);
    }
    nng_stream_listener_free(listener);
    return 0;
}
