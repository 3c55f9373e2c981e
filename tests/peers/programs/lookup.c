/* Looks up the names given, and prints for each the address in every mode, or the name of the error. */

#include "../../../c-tests/check.h"
#include <libdill.h>

int main(int argc, char *argv[]) {
    static const int modes[] = {0, IPADDR_IPV4, IPADDR_IPV6, IPADDR_PREF_IPV4, IPADDR_PREF_IPV6};
    for(int i = 1; i < argc; ++i) {
        for(int m = 0; m != 5; ++m) {
            struct ipaddr addr, all[4];
            char text[IPADDR_MAXSTRLEN];
            int rc = ipaddr_remote(&addr, argv[i], 80, modes[m], now() + 20000);
            if(rc != 0) CHECK_INT(errno, EADDRNOTAVAIL);
            int n = ipaddr_remotes(all, 4, argv[i], 80, modes[m], now() + 20000);
            CHECK(n >= 0);
            CHECK_INT(n > 0, rc == 0);
            printf("%s%s", m > 0 ? " " : "", rc == 0 ? "" : "none");
            for(int k = 0; k < n; ++k) printf("%s%s", k > 0 ? "," : "", ipaddr_str(&all[k], text));
            if(rc == 0) CHECK(ipaddr_equal(&addr, &all[0], 0));
        }
        puts("");
    }
    return 0;
}
