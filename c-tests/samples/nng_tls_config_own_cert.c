// stdout: nng_tls_config_own_cert.out
//
// The example of the manual page nng_tls_config_own_cert(3tls): a server with two certificates, one of whose keys is
// encrypted. The certificates are those of the tests.

#include "nng_sample_stream.h"

#include <nng/supplemental/tls/tls.h>

static char *text_of(const char *name) {
    char *text = calloc(1, 16384);
    FILE *file = fopen(sample_pem(name), "r");
    if(!text || !file || fread(text, 1, 16383, file) == 0) exit(1);
    fclose(file);
    return text;
}

// EXAMPLE
// A certificate with its key, as PEM texts, and the password of the key or NULL.
struct identity {
    const char *certificate, *key, *password;
};

// Has a server show the certificate that is for the name that a client asks for.
static void set_identities(nng_tls_config *config, const struct identity *identities, size_t count) {
    for(size_t i = 0; i < count; i++) {
        const struct identity *one = &identities[i];
        check(nng_tls_config_own_cert(config, one->certificate, one->key, one->password), "certificate");
    }
}
// END EXAMPLE

int main(void) {
    const char *url = "tls+tcp://127.0.0.1:0";
    char *texts[] = { text_of("server.crt"), text_of("server-aes256.key"), text_of("second.crt"), text_of("second.key") };
    struct identity identities[] = { { texts[0], texts[1], "secret" }, { texts[2], texts[3], NULL } };
    nng_stream_listener *listener;
    nng_stream_dialer *dialer;
    nng_tls_config *config;

    check(nng_tls_config_alloc(&config, NNG_TLS_MODE_SERVER), "TLS");
    set_identities(config, identities, 2);
    check(nng_stream_listener_alloc(&listener, url), url);
    check(nng_stream_listener_set_ptr(listener, NNG_OPT_TLS_CONFIG, config), "TLS");
    nng_tls_config_free(config);
    check(nng_stream_listener_listen(listener), "listen");

    check(nng_stream_dialer_alloc(&dialer, sample_address(listener, url)), "dialer");
    check(nng_stream_dialer_set_string(dialer, NNG_OPT_TLS_CA_FILE, sample_pem("ca.crt")), "authority");
    check(nng_stream_dialer_set_string(dialer, NNG_OPT_TLS_SERVER_NAME, "localhost"), "name");
    printf("%s\n", nng_strerror(sample_talk(listener, dialer)));
    nng_stream_dialer_free(dialer);
    nng_stream_listener_free(listener);
    for(int i = 0; i < 4; i++) free(texts[i]);
    return 0;
}
