// define: _GNU_SOURCE
// Configurations of TLS: what each function accepts, and what it says about the rest.
#include "secure.h"
#include <fcntl.h>

static nng_tls_config *config;

static void fresh(nng_tls_mode mode) {
    if(config) nng_tls_config_free(config);
    config = new_config(mode);
}

static void counting(void) {
    fresh(NNG_TLS_MODE_CLIENT);
    nng_tls_config_hold(config);
    nng_tls_config_hold(config);
    nng_tls_config_free(config);
    nng_tls_config_free(config);
    CHECK_OK(nng_tls_config_server_name(config, "localhost"));
    // Any other number is that of a client.
    fresh((nng_tls_mode)77);
}

static void names(void) {
    static const char *good[] = { "localhost", "a.example.com", "127.0.0.1", "::1", "[::1]", "under_score" };
    size_t i;
    fresh(NNG_TLS_MODE_CLIENT);
    for(i = 0; i < sizeof good / sizeof *good; i++) CHECK_OK(nng_tls_config_server_name(config, good[i]));
#if OURS
    CHECK_INT(nng_tls_config_server_name(config, ""), NNG_EINVAL);
    CHECK_INT(nng_tls_config_server_name(config, "two words"), NNG_EINVAL);
    CHECK_INT(nng_tls_config_server_name(config, "\xff"), NNG_EINVAL);
    CHECK_INT(nng_tls_config_server_name(config, NULL), NNG_EINVAL);
#endif
}

static void modes(void) {
    static const unsigned bad[] = { 3, 1000, ~0u };
    int i;
    for(i = 0; i < 2; i++) {
        fresh(i ? NNG_TLS_MODE_SERVER : NNG_TLS_MODE_CLIENT);
        CHECK_OK(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_NONE));
        CHECK_OK(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_OPTIONAL));
        CHECK_OK(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_REQUIRED));
    }
    for(i = 0; i < 3; i++) CHECK_INT(nng_tls_config_auth_mode(config, (nng_tls_auth_mode)bad[i]), NNG_EINVAL);
}

static void authorities(void) {
    static const struct {
        const char *chain, *crl;
        int result;
    } rows[] = {
        { "ca.crt", NULL, 0 },
        { "chain.pem", NULL, 0 },
        { "ca.crt", "ca.crl", 0 },
        { "ca-and-crl.pem", "ca-and-crl.pem", 0 },
        { "server.key", NULL, NNG_ECRYPTO },
        { "ca.crl", NULL, NNG_ECRYPTO },
        { "ca.crt", "ca.crt", NNG_ECRYPTO },
    };
    char garbled[4096];
    size_t i;
    fresh(NNG_TLS_MODE_CLIENT);
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s %s\n", rows[i].chain, rows[i].crl ? rows[i].crl : "");
        CHECK_INT(nng_tls_config_ca_chain(config, pem_text(rows[i].chain), pem_text(rows[i].crl)), rows[i].result);
    }
    snprintf(garbled, sizeof garbled, "%s", pem_text("ca.crt"));
    garbled[60] = '?';
    CHECK_INT(nng_tls_config_ca_chain(config, garbled, NULL), NNG_ECRYPTO);
    CHECK_INT(nng_tls_config_ca_chain(config, "", NULL), NNG_ECRYPTO);
    CHECK_OK(nng_tls_config_ca_file(config, pem("ca.crt")));
    CHECK_OK(nng_tls_config_ca_file(config, pem("ca-and-crl.pem")));
    CHECK_INT(nng_tls_config_ca_file(config, pem("server.key")), NNG_ECRYPTO);
    CHECK_INT(nng_tls_config_ca_file(config, "there/is/no/such.file"), NNG_ENOENT);
    CHECK_INT(nng_tls_config_ca_file(config, "/"), NNG_ESYSERR + EISDIR);
#if OURS
    CHECK_INT(nng_tls_config_ca_chain(config, NULL, NULL), NNG_EINVAL);
    CHECK_INT(nng_tls_config_ca_file(config, NULL), NNG_EINVAL);
#endif
}

static void own_certificates(void) {
    static const struct {
        const char *cert, *key, *pass;
        int result;
    } rows[] = {
        { "server.crt", "server.key", NULL, 0 },
        { "server.crt", "server.key", "not needed", 0 },
        { "server.crt", "server-pkcs1.key", NULL, 0 },
        { "chain.pem", "chained.key", NULL, 0 },
        { "second.crt", "second-sec1.key", NULL, 0 },
        { "server.crt", "server-aes256.key", "secret", 0 },
        { "server.crt", "server-aes256.key", "wrong", NNG_ECRYPTO },
        { "server.crt", "server-aes256.key", NULL, NNG_ECRYPTO },
#if OURS
        { "ed25519.crt", "ed25519.key", NULL, 0 },
        { "server.crt", "server-des3.key", "secret", 0 },
        { "second.crt", "second-pbes2-aes256-sha256.key", "secret", 0 },
        { "second.crt", "second-pbes2-aes256-sha256.key", "wrong", NNG_ECRYPTO },
        { "second.crt", "second-scrypt.key", "secret", NNG_ECRYPTO },
#endif
        // Whether they belong together shows later.
        { "server.crt", "second.key", NULL, 0 },
        { "server.key", "server.key", NULL, NNG_ECRYPTO },
        { "server.crt", "server.crt", NULL, NNG_ECRYPTO },
    };
    char garbled[4096];
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s %s %s\n", rows[i].cert, rows[i].key, rows[i].pass ? rows[i].pass : "");
        fresh(i % 2 ? NNG_TLS_MODE_SERVER : NNG_TLS_MODE_CLIENT);
        CHECK_INT(nng_tls_config_own_cert(config, pem_text(rows[i].cert), pem_text(rows[i].key), rows[i].pass),
            rows[i].result);
    }
    CHECK_OK(nng_tls_config_cert_key_file(config, pem("server.pem"), NULL));
    CHECK_INT(nng_tls_config_cert_key_file(config, pem("server.crt"), NULL), NNG_ECRYPTO);
    CHECK_INT(nng_tls_config_cert_key_file(config, "there/is/no/such.file", NULL), NNG_ENOENT);
    CHECK_INT(nng_tls_config_cert_key_file(config, "/", NULL), NNG_ESYSERR + EISDIR);
    snprintf(garbled, sizeof garbled, "%s", pem_text("server.crt"));
    garbled[60] = '?';
    CHECK_INT(nng_tls_config_own_cert(config, garbled, pem_text("server.key"), NULL), NNG_ECRYPTO);
#if OURS
    CHECK_INT(nng_tls_config_own_cert(config, NULL, pem_text("server.key"), NULL), NNG_EINVAL);
    CHECK_INT(nng_tls_config_own_cert(config, pem_text("server.crt"), NULL, NULL), NNG_EINVAL);
    CHECK_INT(nng_tls_config_cert_key_file(config, NULL, NULL), NNG_EINVAL);
#endif
}

// Certificate and key in one file, in any order and with other text around them.
static void in_any_order(void) {
    static const char *const orders[][2] = { { "server.crt", "server.key" }, { "server.key", "server.crt" } };
    size_t i;
    for(i = 0; i < 2; i++) {
        FILE *file = fopen("both", "w");
        CHECK(file != NULL);
        fprintf(file, "of a server\n%s\nand\n%s", pem_text(orders[i][0]), pem_text(orders[i][1]));
        CHECK_OK(fclose(file));
        fresh(NNG_TLS_MODE_SERVER);
        CHECK_OK(nng_tls_config_cert_key_file(config, "both", NULL));
    }
}

// A file that is there, but not for everybody.
static void unreadable(void) {
    int file = open("unreadable", O_CREAT | O_WRONLY, 0);
    CHECK(file >= 0);
    close(file);
    fresh(NNG_TLS_MODE_SERVER);
    raw_drop_privileges();
    CHECK_INT(nng_tls_config_ca_file(config, "unreadable"), NNG_EPERM);
    CHECK_INT(nng_tls_config_cert_key_file(config, "unreadable", NULL), NNG_EPERM);
    raw_regain_privileges();
}

static void versions(void) {
    static const struct {
        unsigned min, max;
        int result;
    } rows[] = {
        { NNG_TLS_1_2, NNG_TLS_1_2, 0 },
        { NNG_TLS_1_0, NNG_TLS_1_3, 0 },
        { NNG_TLS_1_1, NNG_TLS_1_2, 0 },
        { NNG_TLS_1_2, NNG_TLS_1_3, 0 },
        { NNG_TLS_1_3, NNG_TLS_1_2, NNG_ENOTSUP },
        { NNG_TLS_1_2, NNG_TLS_1_0, NNG_ENOTSUP },
        { 0x300, NNG_TLS_1_2, NNG_ENOTSUP },
        { NNG_TLS_1_2, 0x305, NNG_ENOTSUP },
        { 0, 0, NNG_ENOTSUP },
#if OURS
        { NNG_TLS_1_3, NNG_TLS_1_3, 0 },
        { NNG_TLS_1_0, NNG_TLS_1_1, NNG_ENOTSUP },
        { 0x10303, 0x10303, NNG_ENOTSUP },
#endif
    };
    size_t i;
    fresh(NNG_TLS_MODE_CLIENT);
    for(i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_INT(nng_tls_config_version(config, (nng_tls_version)rows[i].min, (nng_tls_version)rows[i].max),
            rows[i].result);
}

#if OURS
static void without_a_configuration(void) {
    CHECK_INT(nng_tls_config_alloc(NULL, NNG_TLS_MODE_CLIENT), NNG_EINVAL);
    nng_tls_config_hold(NULL);
    nng_tls_config_free(NULL);
    CHECK_INT(nng_tls_config_server_name(NULL, "localhost"), NNG_EINVAL);
    CHECK_INT(nng_tls_config_auth_mode(NULL, NNG_TLS_AUTH_MODE_NONE), NNG_EINVAL);
    CHECK_INT(nng_tls_config_ca_chain(NULL, pem_text("ca.crt"), NULL), NNG_EINVAL);
    CHECK_INT(nng_tls_config_ca_file(NULL, pem("ca.crt")), NNG_EINVAL);
    CHECK_INT(nng_tls_config_own_cert(NULL, pem_text("server.crt"), pem_text("server.key"), NULL), NNG_EINVAL);
    CHECK_INT(nng_tls_config_cert_key_file(NULL, pem("server.pem"), NULL), NNG_EINVAL);
    CHECK_INT(nng_tls_config_version(NULL, NNG_TLS_1_2, NNG_TLS_1_2), NNG_EINVAL);
    CHECK_INT(nng_tls_config_psk(NULL, "me", (const uint8_t *)"key", 3), NNG_EINVAL);
}

static void what_is_not_supported(void) {
    fresh(NNG_TLS_MODE_SERVER);
    CHECK_INT(nng_tls_config_psk(config, "me", (const uint8_t *)"key", 3), NNG_ENOTSUP);
    CHECK_INT(nng_tls_config_psk(config, NULL, (const uint8_t *)"key", 3), NNG_EINVAL);
    CHECK_INT(nng_tls_config_psk(config, "me", NULL, 3), NNG_EINVAL);
    CHECK_INT(nng_tls_config_key(config, (const uint8_t *)"key", 3), NNG_ENOTSUP);
    CHECK_INT(nng_tls_config_pass(config, "secret"), NNG_ENOTSUP);
    CHECK_STR(nng_tls_engine_name(), "rustls");
    CHECK(!nng_tls_engine_fips_mode());
}
#endif

int main(void) {
    counting();
    names();
    modes();
    authorities();
    own_certificates();
    in_any_order();
    unreadable();
    versions();
#if OURS
    without_a_configuration();
    what_is_not_supported();
#endif
    CHECK(strlen(nng_tls_engine_name()) > 0 && strlen(nng_tls_engine_description()) > 0);
    nng_tls_config_free(config);
    return 0;
}
