/** Logs a message about a failure, with the level NNG_LOG_ERR. It is passed on if that level is at most the one that
 * was set, which must not be NNG_LOG_NONE, and the facility is not 0. `msgid` is a short constant that names the kind
 * of message, or NULL; `msg` is a format as for printf(3). Of the text, 511 bytes are kept. Since nng 1.8. */
NNG_DECL void nng_log_err(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_WARN. Since nng 1.8. */
NNG_DECL void nng_log_warn(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_NOTICE. Since nng 1.8. */
NNG_DECL void nng_log_notice(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_INFO. Since nng 1.8. */
NNG_DECL void nng_log_info(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level NNG_LOG_DEBUG. Since nng 1.8. */
NNG_DECL void nng_log_debug(const char *msgid, const char *msg, ...);

/** Like `nng_log_err`, with the level that is given, which may be any number, and the facility NNG_LOG_AUTH, for
 * messages about authentication. Since nng 1.8. */
NNG_DECL void nng_log_auth(nng_log_level level, const char *msgid, const char *msg, ...);
