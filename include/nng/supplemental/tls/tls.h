/* nng/supplemental/tls/tls.h: TLS configuration with the interface of nng 1.x. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_SUPPLEMENTAL_TLS_TLS_H
#define NNG_SUPPLEMENTAL_TLS_TLS_H

#include <nng/nng.h>

#if defined __cplusplus
extern "C" {
#endif

/** The side of a TLS connection that a configuration is for. */
typedef enum nng_tls_mode {
    /** The side that connects. */
    NNG_TLS_MODE_CLIENT = 0,
    /** The side that accepts. */
    NNG_TLS_MODE_SERVER = 1,
} nng_tls_mode;

/** Whether the peer has to prove who it is. */
typedef enum nng_tls_auth_mode {
    /** The peer's certificate is not looked at. */
    NNG_TLS_AUTH_MODE_NONE = 0,
    /** The peer's certificate is verified, but the connection goes on in any case. */
    NNG_TLS_AUTH_MODE_OPTIONAL = 1,
    /** The peer must have a certificate and it must verify. */
    NNG_TLS_AUTH_MODE_REQUIRED = 2,
} nng_tls_auth_mode;

/** Protocol versions, as on the wire. */
typedef enum nng_tls_version {
    /** TLS 1.0. */
    NNG_TLS_1_0 = 769,
    /** TLS 1.1. */
    NNG_TLS_1_1 = 770,
    /** TLS 1.2. */
    NNG_TLS_1_2 = 771,
    /** TLS 1.3. */
    NNG_TLS_1_3 = 772,
} nng_tls_version;

/**
 * A configuration of TLS, which clients, servers and streams share. It may be used from any thread.
 *
 * The first connection that is made with it, and the start of a server that has it, fix it: every function that changes
 * something fails with `NNG_EBUSY` from then on. A call that fails changes nothing. Functions given NULL where it is not
 * allowed fail with `NNG_EINVAL`.
 *
 * Of the protocol there are the versions 1.2 and 1.3. Certificates without alternative names are taken for their common
 * name. What programs fill in is copied.
 */
typedef struct nng_tls_config nng_tls_config;

/**
 * Makes a configuration for one side and stores it in `*cfgp`, for `nng_tls_config_free`. `mode` is
 * `NNG_TLS_MODE_SERVER`, or else that of a client.
 *
 * At first a client requires that the server proves who it is, and nothing vouches for any server. A server has no
 * certificate, so that all handshakes fail, and asks its clients for none.
 *
 * Returns 0; `NNG_EINVAL` if `cfgp` is NULL; `NNG_ENOMEM`.
 *
 * Requirements: `cfgp` is NULL or writable.
 */
NNG_DECL int nng_tls_config_alloc(struct nng_tls_config **cfgp, nng_tls_mode mode);

/**
 * Adds a reference, for one more call of `nng_tls_config_free`. NULL is allowed. Since nng 1.1.
 *
 * Requirements: `cfg` is NULL or a valid handle.
 */
NNG_DECL void nng_tls_config_hold(struct nng_tls_config *cfg);

/**
 * Drops a reference. The configuration lives as long as anybody uses it. NULL is allowed.
 *
 * Requirements: `cfg` is NULL or a valid handle, on which the program has a reference left.
 */
NNG_DECL void nng_tls_config_free(struct nng_tls_config *cfg);

/**
 * Sets the name of the server that a client connects to: the server is told it, and its certificate has to be for it.
 * It replaces an earlier one. `name` is a DNS name or an IP address, the latter also in brackets. Without a name, that
 * of the URL counts. A server has no use for it.
 *
 * Returns 0; `NNG_EINVAL` if that is no name of a server, or for NULL; `NNG_EBUSY`.
 *
 * Requirements: `cfg` is NULL or a valid handle, `name` NULL or a string.
 */
NNG_DECL int nng_tls_config_server_name(struct nng_tls_config *cfg, const char *name);

/**
 * Adds certificates that vouch for peers, and revocation lists: both PEM texts, each with any number of blocks. `crl`
 * may be NULL. With a revocation list, the certificates of its issuer have to be valid by it.
 *
 * Returns 0; `NNG_ECRYPTO` if there is no certificate in `chain` or no revocation list in `crl`, or anything in them is
 * malformed; `NNG_EINVAL` for NULL; `NNG_EBUSY`.
 *
 * Requirements: `cfg` is NULL or a valid handle, `chain` and `crl` are NULL or strings.
 */
NNG_DECL int nng_tls_config_ca_chain(struct nng_tls_config *cfg, const char *chain, const char *crl);

/**
 * Adds a certificate of this side with its private key: PEM texts, the former with the certificates between it and the
 * authority behind it. `pass` is the password of the key, or NULL. A server with several certificates shows the one
 * that is for the name that the client asks for. Whether the key is that of the certificate shows in the handshake.
 *
 * Keys are RSA of at least 2048 bits, ECDSA (P-256, P-384, P-521) or Ed25519, in PKCS#8, PKCS#1 or SEC1 form, encrypted
 * as OpenSSL does it (`DEK-Info`, or PKCS#8 with PBES2) or not.
 *
 * Returns 0; `NNG_ECRYPTO` if certificate or key are missing, malformed or of another kind, or if the password is
 * missing or wrong; `NNG_EINVAL` for NULL; `NNG_EBUSY`.
 *
 * Requirements: `cfg` is NULL or a valid handle, `cert`, `key` and `pass` are NULL or strings.
 */
NNG_DECL int nng_tls_config_own_cert(struct nng_tls_config *cfg, const char *cert, const char *key, const char
    *pass);

/** Not supported: a key without a certificate is of no use. See `nng_tls_config_own_cert`. Returns `NNG_ENOTSUP`. */
NNG_DECL int nng_tls_config_key(struct nng_tls_config *cfg, const uint8_t *key, size_t size);

/** Not supported: a password belongs to a key. See `nng_tls_config_own_cert`. Returns `NNG_ENOTSUP`. */
NNG_DECL int nng_tls_config_pass(struct nng_tls_config *cfg, const char *pass);

/**
 * Sets whether the peer has to prove who it is.
 *
 * | mode | a client | a server |
 * |---|---|---|
 * | `NNG_TLS_AUTH_MODE_NONE` | accepts every server | asks clients for no certificate |
 * | `NNG_TLS_AUTH_MODE_OPTIONAL` | accepts every server | accepts every client |
 * | `NNG_TLS_AUTH_MODE_REQUIRED` | verifies the server | verifies the client's certificate, which it must have |
 *
 * If the peer does not pass, the operation of a client fails with `NNG_EPEERAUTH`, and a server closes the connection.
 *
 * Returns 0; `NNG_EINVAL` if `mode` is none of these, or for NULL; `NNG_EBUSY`.
 *
 * Requirements: `cfg` is NULL or a valid handle.
 */
NNG_DECL int nng_tls_config_auth_mode(struct nng_tls_config *cfg, nng_tls_auth_mode mode);

/**
 * Like `nng_tls_config_ca_chain`, with certificates, and revocation lists if there are any, in one file. Returns also
 * what prevents it from being read: `NNG_ENOENT`, `NNG_EPERM` and others.
 *
 * Requirements: `cfg` is NULL or a valid handle, `path` NULL or a string.
 */
NNG_DECL int nng_tls_config_ca_file(struct nng_tls_config *cfg, const char *path);

/**
 * Like `nng_tls_config_own_cert`, with certificates and key in one file, in any order. Returns also what prevents it from
 * being read: `NNG_ENOENT`, `NNG_EPERM` and others.
 *
 * Requirements: `cfg` is NULL or a valid handle, `path` and `pass` are NULL or strings.
 */
NNG_DECL int nng_tls_config_cert_key_file(struct nng_tls_config *cfg, const char *path, const char *pass);

/**
 * Not supported: the library has no pre-shared keys. Returns `NNG_ENOTSUP`; `NNG_EINVAL` for NULL; `NNG_EBUSY`. Since
 * nng 1.9.
 *
 * Requirements: `cfg` is NULL or a valid handle, `identity` NULL or a string.
 */
NNG_DECL int nng_tls_config_psk(struct nng_tls_config *cfg, const char *identity, const uint8_t *key, size_t
    size);

/**
 * Sets the range of protocol versions. 1.0 and 1.1 may be named but are not used: a range that begins with them begins
 * with 1.2. At first all versions that there are may be used.
 *
 * Returns 0; `NNG_ENOTSUP` if `max` is below `min` or below 1.2, or one of them is no version from 1.0 to 1.3;
 * `NNG_EINVAL` for NULL; `NNG_EBUSY`. Since nng 1.3.
 *
 * Requirements: `cfg` is NULL or a valid handle.
 */
NNG_DECL int nng_tls_config_version(struct nng_tls_config *cfg, nng_tls_version min_ver, nng_tls_version
    max_ver);

/** The name of the TLS implementation: "rustls". Since nng 1.3. */
NNG_DECL const char *nng_tls_engine_name(void);

/** A description of the TLS implementation, for people. Since nng 1.3. */
NNG_DECL const char *nng_tls_engine_description(void);

/** Whether the TLS implementation is in a mode that is certified by FIPS 140: it is not. Since nng 1.3. */
NNG_DECL bool nng_tls_engine_fips_mode(void);

#if defined __cplusplus
}
#endif

#endif
