/* The example of the manual page http_done closes its connection by `tcp_close(s)`: without a deadline, the call waits
   for as long as it takes. In C a macro adds the -1 to a call with one argument and leaves all others, and the function's
   name alone, as they are. */
#if !defined DILL_DISABLE_RAW_NAMES && !defined DILL_DISABLE_SOCKETS
#if defined __cplusplus
static inline int dill_tcp_close(int s) { return dill_tcp_close(s, -1); }
#elif defined __STDC_VERSION__ && __STDC_VERSION__ >= 199901L
#define dill_tcp_close(...) \
    dill_fourth_(__VA_ARGS__, dill_tcp_close, dill_tcp_close, dill_tcp_close_forever_, 0)(__VA_ARGS__)
#define dill_tcp_close_forever_(s) dill_tcp_close(s, -1)
#define dill_fourth_(a, b, c, fourth, ...) fourth
#endif
#endif

