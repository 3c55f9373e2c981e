#if !defined NNG_ELIDE_DEPRECATED
/** Messages have no options: returns NNG_ENOTSUP, whatever the arguments are. */
NNG_DECL int nng_msg_getopt(nng_msg *msg, int opt, void *val, size_t *size) NNG_DEPRECATED;
#endif
