// Looking up names: which addresses come, in which order, how many; what goes wrong; and who waits meanwhile.
#include "../check.h"
#include <libdill.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>

/* Takes the place of the system's resolver. It knows these names. */
static const struct { const char *name, *addresses[6]; int error, number; } hosts[] = {
    {"both", {"2001:db8::1", "192.0.2.1", "192.0.2.2", "2001:db8::2"}, 0, 0},
    {"four", {"192.0.2.4"}, 0, 0},
    {"six", {"2001:db8::6"}, 0, 0},
    {"empty", {NULL}, 0, 0},
    {"busy", {NULL}, EAI_AGAIN, 0},
    {"broken", {NULL}, EAI_SYSTEM, ENFILE},
    {"large", {NULL}, EAI_MEMORY, 0},
    {"failing", {NULL}, EAI_FAIL, 0},
    {"slow", {"192.0.2.9"}, 0, 0},
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int asked, slow_is_held = 1;

static void hold_slow(int held) {
    CHECK_OK(pthread_mutex_lock(&mutex));
    slow_is_held = held;
    CHECK_OK(pthread_cond_broadcast(&changed));
    CHECK_OK(pthread_mutex_unlock(&mutex));
}

/* One allocation an address: the entry, and the address behind it. */
struct found {
    struct addrinfo info;
    struct sockaddr_storage addr;
};

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    size_t i, k;
    (void)service;
    *list = NULL;
    CHECK_OK(pthread_mutex_lock(&mutex));
    asked++;
    while(strcmp(name, "slow") == 0 && slow_is_held) CHECK_OK(pthread_cond_wait(&changed, &mutex));
    CHECK_OK(pthread_mutex_unlock(&mutex));
    for(i = 0; i != sizeof(hosts) / sizeof(hosts[0]); ++i) {
        if(strcmp(hosts[i].name, name) != 0) continue;
        for(k = 6; k-- != 0;) {
            const char *text = hosts[i].addresses[k];
            struct found *found;
            if(!text) continue;
            if(hints->ai_family != AF_UNSPEC && (hints->ai_family == AF_INET6) != (strchr(text, ':') != NULL)) continue;
            found = calloc(1, sizeof(*found));
            CHECK(found != NULL);
            found->info.ai_family = strchr(text, ':') ? AF_INET6 : AF_INET;
            found->info.ai_addr = (struct sockaddr *)&found->addr;
            found->addr.ss_family = found->info.ai_family;
            if(found->info.ai_family == AF_INET6) {
                found->info.ai_addrlen = sizeof(struct sockaddr_in6);
                CHECK_INT(inet_pton(AF_INET6, text, &((struct sockaddr_in6 *)&found->addr)->sin6_addr), 1);
            } else {
                found->info.ai_addrlen = sizeof(struct sockaddr_in);
                CHECK_INT(inet_pton(AF_INET, text, &((struct sockaddr_in *)&found->addr)->sin_addr), 1);
            }
            found->info.ai_next = *list;
            *list = &found->info;
        }
        errno = hosts[i].number;
        return hosts[i].error ? hosts[i].error : *list ? 0 : EAI_NONAME;
    }
    return EAI_NONAME;
}

void freeaddrinfo(struct addrinfo *list) {
    while(list) {
        struct addrinfo *next = list->ai_next;
        free(list);
        list = next;
    }
}

static struct ipaddr found[8];

/* The addresses of a name, separated by spaces. */
static const char *look_up(const char *name, int mode, int room) {
    static char text[256];
    char one[IPADDR_MAXSTRLEN];
    int i, n;
    memset(found, 0xee, sizeof(found));
    text[0] = 0;
    n = ipaddr_remotes(found, room, name, 5555, mode, now() + 10000);
    CHECK(n >= 0 && n <= room);
    for(i = 0; i != n; ++i) {
        CHECK_INT(ipaddr_port(&found[i]), 5555);
        strcat(strcat(text, i ? " " : ""), ipaddr_str(&found[i], one));
    }
    for(i = n * (int)sizeof(struct ipaddr); i != (int)sizeof(found); ++i) CHECK_INT(((unsigned char *)found)[i], 0xee);
    return text;
}

static void order(void) {
    struct ipaddr addr;
    char text[IPADDR_MAXSTRLEN];
    CHECK_STR(look_up("both", IPADDR_IPV4, 8), "192.0.2.1 192.0.2.2");
    CHECK_STR(look_up("both", IPADDR_IPV6, 8), "2001:db8::1 2001:db8::2");
    CHECK_STR(look_up("both", 0, 8), "192.0.2.1 192.0.2.2 2001:db8::1 2001:db8::2");
    CHECK_STR(look_up("both", IPADDR_PREF_IPV4, 8), "192.0.2.1 192.0.2.2 2001:db8::1 2001:db8::2");
    CHECK_STR(look_up("both", IPADDR_PREF_IPV6, 8), "2001:db8::1 2001:db8::2 192.0.2.1 192.0.2.2");
    CHECK_STR(look_up("both", IPADDR_PREF_IPV6, 3), "2001:db8::1 2001:db8::2 192.0.2.1");
    CHECK_STR(look_up("both", IPADDR_PREF_IPV6, 1), "2001:db8::1");
    CHECK_STR(look_up("four", IPADDR_PREF_IPV6, 8), "192.0.2.4");
    CHECK_STR(look_up("six", IPADDR_PREF_IPV4, 8), "2001:db8::6");
    CHECK_OK(ipaddr_remote(&addr, "both", 1, IPADDR_PREF_IPV6, -1));
    CHECK_STR(ipaddr_str(&addr, text), "2001:db8::1");
    CHECK_OK(ipaddr_remote(&addr, "both", 1, 0, -1));
    CHECK_STR(ipaddr_str(&addr, text), "192.0.2.1");
}

static void failures(void) {
    static const struct { const char *name; int mode, error; } cases[] = {
        {"six", IPADDR_IPV4, 0}, {"four", IPADDR_IPV6, 0}, {"empty", 0, 0}, {"unknown", 0, 0}, {"", 0, 0},
        {"busy", 0, 0}, {"broken", 0, ENFILE}, {"large", 0, ENOMEM}, {"failing", 0, EIO},
    };
    struct ipaddr addr;
    size_t i;
    int before;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        if(cases[i].error) {
            CHECK_ERRNO(ipaddr_remotes(found, 8, cases[i].name, 80, cases[i].mode, -1), cases[i].error);
            CHECK_ERRNO(ipaddr_remote(&addr, cases[i].name, 80, cases[i].mode, -1), cases[i].error);
        } else {
            CHECK_STR(look_up(cases[i].name, cases[i].mode, 8), "");
            CHECK_ERRNO(ipaddr_remote(&addr, cases[i].name, 80, cases[i].mode, -1), EADDRNOTAVAIL);
        }
    }
    CHECK_ERRNO(happyeyeballs_connect("unknown", 80, -1), EADDRNOTAVAIL);
    CHECK_ERRNO(happyeyeballs_connect("busy", 80, -1), EADDRNOTAVAIL);
    CHECK_ERRNO(happyeyeballs_connect("broken", 80, -1), ENFILE);

    /* Nobody is asked for what is no name, or in vain. */
    before = asked;
    CHECK_STR(look_up("192.0.2.77", 0, 8), "192.0.2.77");
    CHECK_STR(look_up("2001:DB8::0077", IPADDR_PREF_IPV4, 8), "2001:db8::77");
    CHECK_ERRNO(ipaddr_remote(&addr, "both", 65536, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remote(&addr, "both", -1, 0, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remote(&addr, "both", 80, 5, -1), EINVAL);
    CHECK_ERRNO(ipaddr_remote(&addr, NULL, 80, 0, -1), EINVAL);
    CHECK_ERRNO(happyeyeballs_connect("both", 65536, -1), EINVAL);
    CHECK_INT(asked, before);
}

static int turns, ended;

static coroutine void takes_turns(void) {
    while(yield() == 0) turns++;
}

static coroutine void looks_up_slow(void) {
    struct ipaddr addr;
    char text[IPADDR_MAXSTRLEN];
    CHECK_OK(ipaddr_remote(&addr, "slow", 80, 0, -1));
    CHECK_STR(ipaddr_str(&addr, text), "192.0.2.9");
    ended++;
}

/* More at a time than the library has threads for. Whoever loses interest does not disturb the others, and an answer
   that comes too late nobody. */
static void waiting(void) {
    struct ipaddr addr;
    int b = bundle(), other = go(takes_turns()), i;
    for(i = 0; i != 50; ++i) {
        CHECK_OK(bundle_go(b, looks_up_slow()));
        CHECK_ERRNO(ipaddr_remote(&addr, "slow", 80, 0, 0), ETIMEDOUT);
    }
    CHECK_ERRNO(ipaddr_remote(&addr, "slow", 80, 0, now() + 5), ETIMEDOUT);
    CHECK(turns > 0);
    CHECK_INT(ended, 0);
    hold_slow(0);
    CHECK_OK(bundle_wait(b, now() + 20000));
    CHECK_INT(ended, 50);
    CHECK_STR(look_up("both", IPADDR_IPV4, 8), "192.0.2.1 192.0.2.2");
    CHECK_OK(hclose(other));
    CHECK_OK(hclose(b));
}

static coroutine void is_cancelled(int s) {
    struct ipaddr addr;
    CHECK_ERRNO(socks5_proxy_recvcommand(s, &addr, -1), ECANCELED);
    ended++;
}

/* A client of a proxy names a host. The connection to it is not affected by what comes out. */
static void asked_by_client(void) {
    struct ipaddr addr;
    char text[IPADDR_MAXSTRLEN];
    int s[2], h;
    CHECK_OK(ipc_pair(s));
    CHECK_OK(bsend(s[0], "\5\1\0\3\4both\0\120", 11, -1));
    CHECK_INT(socks5_proxy_recvcommand(s[1], &addr, -1), SOCKS5_CONNECT);
    CHECK_STR(ipaddr_str(&addr, text), "192.0.2.1");
    CHECK_INT(ipaddr_port(&addr), 80);
    CHECK_OK(bsend(s[0], "\5\1\0\3\3six\0\120", 10, -1));
    CHECK_INT(socks5_proxy_recvcommand(s[1], &addr, -1), SOCKS5_CONNECT);
    CHECK_STR(ipaddr_str(&addr, text), "2001:db8::6");
    CHECK_OK(bsend(s[0], "\5\1\0\3\7unknown\0\120", 14, -1));
    CHECK_ERRNO(socks5_proxy_recvcommand(s[1], &addr, -1), EADDRNOTAVAIL);
    CHECK_OK(bsend(s[0], "\5\1\0\3\6broken\0\120", 13, -1));
    CHECK_ERRNO(socks5_proxy_recvcommand(s[1], &addr, -1), ENFILE);
    hold_slow(1);
    CHECK_OK(bsend(s[0], "\5\1\0\3\4slow\0\120", 11, -1));
    CHECK_ERRNO(socks5_proxy_recvcommand(s[1], &addr, 0), ETIMEDOUT);
    CHECK_OK(bsend(s[0], "\5\1\0\3\4slow\0\120", 11, -1));
    CHECK_ERRNO(socks5_proxy_recvcommand(s[1], &addr, now() + 5), ETIMEDOUT);
    CHECK_OK(bsend(s[0], "\5\1\0\3\4slow\0\120", 11, -1));
    ended = 0;
    h = go(is_cancelled(s[1]));
    CHECK_OK(hclose(h));
    CHECK_INT(ended, 1);
    hold_slow(0);
    CHECK_OK(bsend(s[0], "\5\1\0\3\4slow\0\120", 11, -1));
    CHECK_INT(socks5_proxy_recvcommand(s[1], &addr, -1), SOCKS5_CONNECT);
    CHECK_STR(ipaddr_str(&addr, text), "192.0.2.9");
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static void *in_thread(void *arg) {
    struct ipaddr addrs[8];
    int i;
    for(i = 0; i != 100; ++i) {
        CHECK_INT(ipaddr_remotes(addrs, 8, "both", 80, 0, -1), 4);
        CHECK_INT(ipaddr_remotes(addrs, 8, "unknown", 80, 0, -1), 0);
    }
    return arg;
}

static void threads(void) {
    pthread_t all[4];
    int i;
    for(i = 0; i != 4; ++i) CHECK_OK(pthread_create(&all[i], NULL, in_thread, NULL));
    for(i = 0; i != 4; ++i) CHECK_OK(pthread_join(all[i], NULL));
}

int main(void) {
    order();
    failures();
    waiting();
    asked_by_client();
    threads();
    return 0;
}
