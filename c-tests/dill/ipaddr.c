// IP addresses: literals, interfaces, names, and the accessors.
#include "../check.h"
#include <libdill.h>
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

static int ticks;

static coroutine void tick(void) {
    while(yield() == 0) ticks++;
}

static coroutine void cancelled(void) {
    struct ipaddr addr;
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(ipaddr_remote(&addr, "localhost", 80, 0, -1), ECANCELED);
    CHECK_OK(ipaddr_remote(&addr, "127.0.0.1", 80, 0, -1));
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 80, 0));
}

static void text_is(const struct ipaddr *addr, const char *want) {
    char text[IPADDR_MAXSTRLEN];
    CHECK(ipaddr_str(addr, text) == text);
    CHECK_STR(text, want);
}

/* The first address of each interface, by its name, with the scope that a link-local one cannot be used without. */
static void interfaces(int mode, int family, size_t len) {
    struct ifaddrs *all, *one, *first;
    CHECK_OK(getifaddrs(&all));
    for(one = all; one; one = one->ifa_next) {
        struct ipaddr addr;
        for(first = all; first; first = first->ifa_next) {
            if(strcmp(first->ifa_name, one->ifa_name) == 0 && first->ifa_addr && first->ifa_addr->sa_family == family) break;
        }
        if(first) {
            CHECK_OK(ipaddr_local(&addr, one->ifa_name, 0, mode));
            CHECK_MEM(ipaddr_sockaddr(&addr), first->ifa_addr, len);
        } else {
            CHECK_ERRNO(ipaddr_local(&addr, one->ifa_name, 0, mode), ENODEV);
        }
    }
    freeifaddrs(all);
}

int main(void) {
    static struct ipaddr a, b, many[4];
    /* An address need not be aligned. */
    char block[sizeof(struct ipaddr) + 1];
    struct ipaddr *odd = (struct ipaddr *)(block + 1);
    const struct sockaddr_in *in = (const struct sockaddr_in *)ipaddr_sockaddr(&a);
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)ipaddr_sockaddr(&a);
    int h, n, i, j, k;

    CHECK_OK(ipaddr_local(&a, "127.0.0.1", 5555, IPADDR_IPV4));
    CHECK_INT(ipaddr_family(&a), AF_INET);
    CHECK_INT(ipaddr_len(&a), sizeof(struct sockaddr_in));
    CHECK_INT(ipaddr_port(&a), 5555);
    CHECK((const void *)in == (const void *)&a);
    CHECK_INT(in->sin_family, AF_INET);
    CHECK_INT(ntohs(in->sin_port), 5555);
    CHECK_INT(ntohl(in->sin_addr.s_addr), INADDR_LOOPBACK);
    text_is(&a, "127.0.0.1");
    ipaddr_setport(&a, 70000);
    CHECK_INT(ipaddr_port(&a), 4464);

    CHECK_OK(ipaddr_local(&a, "::1", 1, IPADDR_IPV6));
    CHECK_INT(ipaddr_family(&a), AF_INET6);
    CHECK_INT(ipaddr_len(&a), sizeof(struct sockaddr_in6));
    CHECK_INT(ntohs(in6->sin6_port), 1);
    CHECK_MEM(&in6->sin6_addr, &in6addr_loopback, 16);
    text_is(&a, "::1");
    CHECK_OK(ipaddr_local(&a, "2001:DB8:0:0:1:0:0:1", 1, 0));
    text_is(&a, "2001:db8::1:0:0:1");

    CHECK_OK(ipaddr_local(odd, "1.2.3.4", 9, 0));
    CHECK_INT(ipaddr_port(odd), 9);
    text_is(odd, "1.2.3.4");

    /* Without a name. */
    CHECK_OK(ipaddr_local(&a, NULL, 7, 0));
    text_is(&a, "0.0.0.0");
    CHECK_OK(ipaddr_local(&a, NULL, 7, IPADDR_IPV6));
    text_is(&a, "::");
    CHECK_OK(ipaddr_local(&a, NULL, 7, IPADDR_PREF_IPV6));
    text_is(&a, "::");
    CHECK_ERRNO(ipaddr_local(&a, NULL, -1, 0), EINVAL);
    CHECK_ERRNO(ipaddr_local(&a, NULL, 65536, 0), EINVAL);

    /* Interfaces. */
    CHECK_OK(ipaddr_local(&a, "lo", 7, IPADDR_IPV4));
    text_is(&a, "127.0.0.1");
    CHECK_INT(ipaddr_port(&a), 7);
    CHECK_OK(ipaddr_local(&a, "lo", 0, 0));
    CHECK_ERRNO(ipaddr_local(&a, "lo", 65536, 0), EINVAL);
    interfaces(IPADDR_IPV4, AF_INET, sizeof(struct sockaddr_in));
    interfaces(IPADDR_IPV6, AF_INET6, sizeof(struct sockaddr_in6));
    memset(&b, 0, sizeof(b));
    CHECK_ERRNO(ipaddr_local(&a, "no-such-interface", 1, 0), ENODEV);
    CHECK_MEM(&a, &b, sizeof(a));
    CHECK_ERRNO(ipaddr_local(&a, "::1", 1, IPADDR_IPV4), ENODEV);
    CHECK_ERRNO(ipaddr_local(&a, "127.0.0.1", 1, IPADDR_IPV6), ENODEV);
    CHECK_ERRNO(ipaddr_local(&a, "127.0.0.1", 1, 5), EINVAL);
    CHECK_ERRNO(ipaddr_local(&a, "127.0.0.1", 1, -1), EINVAL);
    CHECK_ERRNO(ipaddr_local(NULL, "127.0.0.1", 1, 0), EINVAL);

    /* Names. */
    CHECK_OK(ipaddr_remote(&a, "10.0.0.1", 80, IPADDR_IPV4, 0));
    text_is(&a, "10.0.0.1");
    CHECK_INT(ipaddr_remotes(many, 4, "::2", 80, IPADDR_PREF_IPV4, 0), 1);
    text_is(&many[0], "::2");
    h = go(tick());
    CHECK_OK(ipaddr_remote(&a, "localhost", 80, IPADDR_IPV4, now() + 20000));
    text_is(&a, "127.0.0.1");
    CHECK_INT(ipaddr_port(&a), 80);
    CHECK(ticks > 0);
    CHECK_OK(hclose(h));
    n = ipaddr_remotes(many, 4, "localhost", 81, IPADDR_PREF_IPV6, now() + 20000);
    CHECK(n >= 1);
    for(i = 0; i != n; ++i) CHECK_INT(ipaddr_port(&many[i]), 81);
    CHECK_ERRNO(ipaddr_remotes(NULL, 4, "localhost", 81, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remotes(many, 0, "localhost", 81, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remotes(many, -1, "localhost", 81, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remotes(many, 4, NULL, 81, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remotes(many, 4, "localhost", 81, 6, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remotes(many, 4, "localhost", 65536, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remote(&a, "127.0.0.1", -1, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remote(NULL, "127.0.0.1", 1, 0, -1), EINVAL);
    h = go(cancelled());
    CHECK_OK(hclose(h));

    /* Equality, in all combinations. */
    {
        const char *names[] = {"1.2.3.4", "1.2.3.5", "::1", "::2"};
        for(i = 0; i != 8; ++i) {
            for(j = 0; j != 8; ++j) {
                CHECK_OK(ipaddr_local(&a, names[i / 2], 80 + i % 2, 0));
                CHECK_OK(ipaddr_local(&b, names[j / 2], 80 + j % 2, 0));
                for(k = 0; k != 2; ++k)
                    CHECK_INT(ipaddr_equal(&a, &b, k), i / 2 == j / 2 && (k || i % 2 == j % 2));
            }
        }
    }
    CHECK_OK(ipaddr_local(&a, "::1", 1, 0));
    b = a;
    ((struct sockaddr_in6 *)&b)->sin6_scope_id = 5;
    CHECK_INT(ipaddr_equal(&a, &b, 0), 1);
    memset(&a, 0, sizeof(a));
    CHECK(ipaddr_str(&a, block) == NULL && errno == EAFNOSUPPORT);
    CHECK_INT(ipaddr_equal(&a, &a, 0), 0);
    return 0;
}
