// stdout: nng_url_parse.out
//
// The example of the manual page nng_url_parse(3): what a URL consists of.

#include "nng_sample.h"

// EXAMPLE
static const char *or_none(const char *part) {
    return part ? part : "(none)";
}

// Says where a URL leads to.
static void explain(const char *text) {
    nng_url *url;
    int error = nng_url_parse(&url, text);

    if(error != 0) {
        printf("%s: %s\n", text, nng_strerror(error));
        return;
    }
    // A URL of http has a host and a path, even if these are empty. The others may be missing.
    printf("%s on %s, port %s: path \"%s\", query %s\n", url->u_scheme, or_none(url->u_hostname), or_none(url->u_port),
        url->u_path, or_none(url->u_query));
    nng_url_free(url);
}
// END EXAMPLE

int main(void) {
    explain("http://www.EXAMPLE.com/a/../index.html?lang=%65n");
    explain("https://[::1]:8443");
    explain("ipc:///run/socket");
    explain("www.example.com");
    return 0;
}
