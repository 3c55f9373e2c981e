// Statistics: the root of the tree, all by itself.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>

int main(void) {
    nng_stat *stats;
    nng_time before = nng_clock();
    nng_socket socket = NNG_SOCKET_INITIALIZER;
    nng_dialer dialer = NNG_DIALER_INITIALIZER;
    nng_listener listener = NNG_LISTENER_INITIALIZER;
    CHECK_OK(nng_stats_get(&stats));
    CHECK_STR(nng_stat_name(stats), "");
    CHECK_STR(nng_stat_desc(stats), "all statistics");
    CHECK_INT(nng_stat_type(stats), NNG_STAT_SCOPE);
    CHECK_INT(nng_stat_unit(stats), NNG_UNIT_NONE);
    CHECK_INT(nng_stat_value(stats), 0);
    CHECK(!nng_stat_bool(stats));
    CHECK_STR(nng_stat_string(stats), "");
    CHECK(nng_stat_timestamp(stats) >= before);
    CHECK(nng_stat_timestamp(stats) <= nng_clock());
    CHECK(nng_stat_next(stats) == NULL);
    CHECK(nng_stat_child(stats) == NULL);
    CHECK(nng_stat_find(stats, "") == stats);
    CHECK(nng_stat_find(stats, "socket") == NULL);
    CHECK(nng_stat_find_socket(stats, socket) == NULL);
    CHECK(nng_stat_find_dialer(stats, dialer) == NULL);
    CHECK(nng_stat_find_listener(stats, listener) == NULL);
    nng_stats_dump(stats);
    nng_stats_free(stats);
#if NNG_MINOR_VERSION >= 6
    nng_stats_free(NULL);
    CHECK_INT(nng_stats_get(NULL), NNG_EINVAL);
    CHECK(nng_stat_find(NULL, "") == NULL);
    CHECK(nng_stat_find_socket(NULL, socket) == NULL);
    CHECK(nng_stat_next(NULL) == NULL && nng_stat_child(NULL) == NULL);
    CHECK_STR(nng_stat_name(NULL), "");
    CHECK_STR(nng_stat_desc(NULL), "");
    CHECK_STR(nng_stat_string(NULL), "");
    CHECK_INT(nng_stat_value(NULL), 0);
    CHECK(!nng_stat_bool(NULL));
    nng_stats_dump(NULL);
    CHECK_INT(nng_stat_timestamp(NULL), 0);
#endif
    return 0;
}
