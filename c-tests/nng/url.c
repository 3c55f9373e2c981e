// Parsing, copying and releasing URLs: every member, NULL told from "".
#include "../check.h"
#include <nng/nng.h>

struct row {
    const char *url, *scheme, *userinfo, *host, *hostname, *port, *path, *query, *fragment, *requri;
};

static const struct row rows[] = {
    { "http://www.example.com", "http", NULL, "www.example.com", "www.example.com", "80", "", NULL, NULL, "" },
    { "http://h/", "http", NULL, "h", "h", "80", "/", NULL, NULL, "/" },
    { "HTTP://User:Pw@Host.COM:8080/A/b?q=1#frag", "http", "User:Pw", "host.com:8080", "host.com", "8080", "/A/b", "q=1", "frag", "/A/b?q=1#frag" },
    { "http://h:80/", "http", NULL, "h:80", "h", "80", "/", NULL, NULL, "/" },
    { "https://h", "https", NULL, "h", "h", "443", "", NULL, NULL, "" },
    { "ws://*:12345/foobar", "ws", NULL, ":12345", "", "12345", "/foobar", NULL, NULL, "/foobar" },
    { "ws://", "ws", NULL, "", "", "80", "", NULL, NULL, "" },
    { "http4://h", "http4", NULL, "h", "h", "80", "", NULL, NULL, "" },
    { "https6://h/", "https6", NULL, "h", "h", "443", "/", NULL, NULL, "/" },
    { "tcp://h", "tcp", NULL, "h", "h", "", "", NULL, NULL, "" },
    { "tcp://:9876/", "tcp", NULL, ":9876", "", "9876", "/", NULL, NULL, "/" },
    { "http://*", "http", NULL, "", "", "80", "", NULL, NULL, "" },
    { "http://**/", "http", NULL, "**", "**", "80", "/", NULL, NULL, "/" },
    { "http://[::1]", "http", NULL, "[::1]", "::1", "80", "", NULL, NULL, "" },
    { "http://[::1]:29/b", "http", NULL, "[::1]:29", "::1", "29", "/b", NULL, NULL, "/b" },
    { "http://[FE80::1%25eth0]:80/", "http", NULL, "[fe80::1%25eth0]:80", "fe80::1%25eth0", "80", "/", NULL, NULL, "/" },
    { "http://[]/", "http", NULL, "[]", "", "80", "/", NULL, NULL, "/" },
    { "http://h:abc/", "http", NULL, "h:abc", "h", "abc", "/", NULL, NULL, "/" },
    { "http://h:99999/", "http", NULL, "h:99999", "h", "99999", "/", NULL, NULL, "/" },
    { "http://h:-1/", "http", NULL, "h:-1", "h", "-1", "/", NULL, NULL, "/" },
    { "http://EXAMPLE.com:HTTP/", "http", NULL, "example.com:http", "example.com", "http", "/", NULL, NULL, "/" },
    { "http://::1/", "http", NULL, "::1", "", ":1", "/", NULL, NULL, "/" },
    { "http://a:b:c/", "http", NULL, "a:b:c", "a", "b:c", "/", NULL, NULL, "/" },
    { "http://h/a/../b", "http", NULL, "h", "h", "80", "/b", NULL, NULL, "/b" },
    { "http://h/../..", "http", NULL, "h", "h", "80", "", NULL, NULL, "" },
    { "http://h/a/./b/.", "http", NULL, "h", "h", "80", "/a/b", NULL, NULL, "/a/b" },
    { "http://h/a/b/..", "http", NULL, "h", "h", "80", "/a", NULL, NULL, "/a" },
    { "http://h/.", "http", NULL, "h", "h", "80", "", NULL, NULL, "" },
    { "http://h/./", "http", NULL, "h", "h", "80", "/", NULL, NULL, "/" },
    { "http://h/a/..?q", "http", NULL, "h", "h", "80", "", "q", NULL, "?q" },
    { "http://h//a///b", "http", NULL, "h", "h", "80", "/a/b", NULL, NULL, "/a/b" },
    { "http://h/%7euser/%41%2f%2F", "http", NULL, "h", "h", "80", "/~user/A%2F%2F", NULL, NULL, "/~user/A%2F%2F" },
    { "http://h/%2e%2e/x", "http", NULL, "h", "h", "80", "/x", NULL, NULL, "/x" },
    { "http://h/%00x", "http", NULL, "h", "h", "80", "/%00x", NULL, NULL, "/%00x" },
    { "http://h/%c3%a9", "http", NULL, "h", "h", "80", "/\303\251", NULL, NULL, "/\303\251" },
    { "http://h/a?b//c/../d", "http", NULL, "h", "h", "80", "/a", "b//c/../d", NULL, "/a?b//c/../d" },
    { "http://h/a?x=%41%2f", "http", NULL, "h", "h", "80", "/a", "x=A%2F", NULL, "/a?x=A%2F" },
    { "http://h/a?", "http", NULL, "h", "h", "80", "/a", "", NULL, "/a?" },
    { "http://h/a#", "http", NULL, "h", "h", "80", "/a", NULL, "", "/a#" },
    { "http://h?q", "http", NULL, "h", "h", "80", "", "q", NULL, "?q" },
    { "http://h#f", "http", NULL, "h", "h", "80", "", NULL, "f", "#f" },
    { "http://h/a?b#c?d", "http", NULL, "h", "h", "80", "/a", "b", "c?d", "/a?b#c?d" },
    { "http://h/a#b?c", "http", NULL, "h", "h", "80", "/a", NULL, "b?c", "/a#b?c" },
    { "http://@h/", "http", "", "h", "h", "80", "/", NULL, NULL, "/" },
    { "http://u:p/w@h/", "http", NULL, "u:p", "u", "p", "/w@h/", NULL, NULL, "/w@h/" },
    { "http://h a/", "http", NULL, "h a", "h a", "80", "/", NULL, NULL, "/" },
    { "http://h%41/", "http", NULL, "h%41", "h%41", "80", "/", NULL, NULL, "/" },
    { "http:///path", "http", NULL, "", "", "80", "/path", NULL, NULL, "/path" },
    { "://h", "", NULL, "h", "h", "", "", NULL, NULL, "" },
    { "ipc:///run/x", "ipc", NULL, NULL, NULL, NULL, "/run/x", NULL, NULL, NULL },
    { "IPC://a/../b?c#d", "ipc", NULL, NULL, NULL, NULL, "a/../b?c#d", NULL, NULL, NULL },
    { "unix://a", "unix", NULL, NULL, NULL, NULL, "a", NULL, NULL, NULL },
    { "abstract://a%20b", "abstract", NULL, NULL, NULL, NULL, "a%20b", NULL, NULL, NULL },
    { "inproc://", "inproc", NULL, NULL, NULL, NULL, "", NULL, NULL, NULL },
    { "socket://", "socket", NULL, "", "", "", "", NULL, NULL, "" },
    { "hTTp://www.EXAMPLE.com/bogus/.%2e/%7egarrett", "http", NULL, "www.example.com", "www.example.com", "80", "/~garrett", NULL, NULL, "/~garrett" },
    { "http://www.x.com//abc/def/./x/..///./../y", "http", NULL, "www.x.com", "www.x.com", "80", "/abc/y", NULL, NULL, "/abc/y" },
    { "ssh://user@host.example.com", "ssh", "user", "host.example.com", "host.example.com", "22", "", NULL, NULL, "" },
    { "telnet://h", "telnet", NULL, "h", "h", "23", "", NULL, NULL, "" },
    { "gopher://h", "gopher", NULL, "h", "h", "70", "", NULL, NULL, "" },
    { "git://h", "git", NULL, "h", "h", "9418", "", NULL, NULL, "" },
    { "wss://h", "wss", NULL, "h", "h", "443", "", NULL, NULL, "" },
    { "wss4://h/", "wss4", NULL, "h", "h", "443", "/", NULL, NULL, "/" },
    { "ws6://h", "ws6", NULL, "h", "h", "80", "", NULL, NULL, "" },
    { "http46://h", "http46", NULL, "h", "h", "", "", NULL, NULL, "" },
    { "http8://h", "http8", NULL, "h", "h", "", "", NULL, NULL, "" },
    { "git4://h", "git4", NULL, "h", "h", "9418", "", NULL, NULL, "" },
    { "ssh4://h", "ssh4", NULL, "h", "h", "22", "", NULL, NULL, "" },
    { "telnet6://h", "telnet6", NULL, "h", "h", "23", "", NULL, NULL, "" },
    { "gopher4://h", "gopher4", NULL, "h", "h", "70", "", NULL, NULL, "" },
    { "http://*x/", "http", NULL, "*x", "*x", "80", "/", NULL, NULL, "/" },
    { "http://u@*:8080/x", "http", "u", ":8080", "", "8080", "/x", NULL, NULL, "/x" },
    { "http://[*]/", "http", NULL, "[*]", "*", "80", "/", NULL, NULL, "/" },
    { "http://%55ser:p%40w@h/", "http", "%55ser:p%40w", "h", "h", "80", "/", NULL, NULL, "/" },
    { "http://u:p@[::1]:80/", "http", "u:p", "[::1]:80", "::1", "80", "/", NULL, NULL, "/" },
    { "http://[::1%eth0]/", "http", NULL, "[::1%eth0]", "::1%eth0", "80", "/", NULL, NULL, "/" },
    { "http://[::1]:http/", "http", NULL, "[::1]:http", "::1", "http", "/", NULL, NULL, "/" },
    { "http://a[b]/", "http", NULL, "a[b]", "a[b]", "80", "/", NULL, NULL, "/" },
    { "http://:80", "http", NULL, ":80", "", "80", "", NULL, NULL, "" },
    { "http://h: 80/", "http", NULL, "h: 80", "h", " 80", "/", NULL, NULL, "/" },
    { "http://h\001/", "http", NULL, "h\001", "h\001", "80", "/", NULL, NULL, "/" },
    { "http://h/a%7E%5F%2D%30", "http", NULL, "h", "h", "80", "/a~_-0", NULL, NULL, "/a~_-0" },
    { "http://h/%20%0d%0A%7f", "http", NULL, "h", "h", "80", "/%20%0D%0A%7F", NULL, NULL, "/%20%0D%0A%7F" },
    { "http://h/%C3%A9?%c3%a9#%c3%A9", "http", NULL, "h", "h", "80", "/\303\251", "\303\251", "\303\251", "/\303\251?\303\251#\303\251" },
    { "http://h/a?%41#%42%2f", "http", NULL, "h", "h", "80", "/a", "A", "B%2F", "/a?A#B%2F" },
    { "http://h/a\tb\r\nc", "http", NULL, "h", "h", "80", "/a\tb\r\nc", NULL, NULL, "/a\tb\r\nc" },
    { "http://h/%f0%9f%98%80", "http", NULL, "h", "h", "80", "/\360\237\230\200", NULL, NULL, "/\360\237\230\200" },
    { "http://h/%5c%5C", "http", NULL, "h", "h", "80", "/%5C%5C", NULL, NULL, "/%5C%5C" },
    { "http://h//", "http", NULL, "h", "h", "80", "/", NULL, NULL, "/" },
    { "http://h///?q", "http", NULL, "h", "h", "80", "/", "q", NULL, "/?q" },
    { "http://h/a#f//g/../x", "http", NULL, "h", "h", "80", "/a", NULL, "f//g/../x", "/a#f//g/../x" },
    { "http://h/a?q/./r", "http", NULL, "h", "h", "80", "/a", "q/./r", NULL, "/a?q/./r" },
    { "http://h/a/b/..?q/../r", "http", NULL, "h", "h", "80", "/a", "q/../r", NULL, "/a?q/../r" },
    { "http://h/./a", "http", NULL, "h", "h", "80", "/a", NULL, NULL, "/a" },
    { "http://h/../a", "http", NULL, "h", "h", "80", "/a", NULL, NULL, "/a" },
    { "http://h/a/..#f", "http", NULL, "h", "h", "80", "", NULL, "f", "#f" },
    { "http://h/a/.?q", "http", NULL, "h", "h", "80", "/a", "q", NULL, "/a?q" },
    { "http://h/a/./?q", "http", NULL, "h", "h", "80", "/a/", "q", NULL, "/a/?q" },
    { "http://h/a/b/../../..", "http", NULL, "h", "h", "80", "", NULL, NULL, "" },
    { "http://h//..//", "http", NULL, "h", "h", "80", "/", NULL, NULL, "/" },
    { "http://h/a/...", "http", NULL, "h", "h", "80", "/a/...", NULL, NULL, "/a/..." },
    { "http://h/.../b", "http", NULL, "h", "h", "80", "/.../b", NULL, NULL, "/.../b" },
    { "http://h/a./b", "http", NULL, "h", "h", "80", "/a./b", NULL, NULL, "/a./b" },
    { "http://h/a/.b", "http", NULL, "h", "h", "80", "/a/.b", NULL, NULL, "/a/.b" },
    { "http://h/a/..b/c", "http", NULL, "h", "h", "80", "/a/..b/c", NULL, NULL, "/a/..b/c" },
    { "http://h/a%2e%2e/b", "http", NULL, "h", "h", "80", "/a../b", NULL, NULL, "/a../b" },
    { "http://h/a/..%2fb", "http", NULL, "h", "h", "80", "/a/..%2Fb", NULL, NULL, "/a/..%2Fb" },
    { "http://h/?#", "http", NULL, "h", "h", "80", "/", "", "", "/?#" },
    { "http://h?", "http", NULL, "h", "h", "80", "", "", NULL, "?" },
    { "http://h#", "http", NULL, "h", "h", "80", "", NULL, "", "#" },
    { "http://h??a", "http", NULL, "h", "h", "80", "", "?a", NULL, "??a" },
    { "http://h##a", "http", NULL, "h", "h", "80", "", NULL, "#a", "##a" },
    { "http://h/a@b@c", "http", NULL, "h", "h", "80", "/a@b@c", NULL, NULL, "/a@b@c" },
    { "http://h?a@b", "http", NULL, "h", "h", "80", "", "a@b", NULL, "?a@b" },
    { "a b://h", "a b", NULL, "h", "h", "", "", NULL, NULL, "" },
    { "A%41://h", "a%41", NULL, "h", "h", "", "", NULL, NULL, "" },
    { "://", "", NULL, "", "", "", "", NULL, NULL, "" },
    { "unix://", "unix", NULL, NULL, NULL, NULL, "", NULL, NULL, NULL },
    { "abstract4://x", "abstract4", NULL, "x", "x", "", "", NULL, NULL, "" },
    { "http://", "http", NULL, "", "", "80", "", NULL, NULL, "" },
};

static const char *const bad[] = {
    "http://[::1",
    "http://[::1]x",
    "http://[::1]:",
    "http://h:",
    "http://h/%",
    "http://h/%4",
    "http://h/%zz",
    "http://h/x%80x",
    "http://h/\377",
    "http://h/%c0%81",
    "http://u@v@h/",
    "http:/h",
    "http:h",
    "h",
    "",
    "mailto:a@b",
    "http://*:",
    "http://:",
    "http://[a]b]/",
    "http://h/a#%zz",
    "http://h/a?%4",
    "http://h?%c0%81",
    "http://h/%c3",
    "http://h/%80",
    "http://h/%E2%82",
    "http//h",
    "http:/",
    "ipc:",
    "ipc:/x",
};

// Where the reference reads on behind the '@'.
static const struct row after_at[] = {
    { "http://u@/p", "http", "u", "", "", "80", "/p", NULL, NULL, "/p" },
    { "http://u@?q", "http", "u", "", "", "80", "", "q", NULL, "?q" },
    { "http://u@", "http", "u", "", "", "80", "", NULL, NULL, "" },
    { "http://u@#f", "http", "u", "", "", "80", "", NULL, "f", "#f" },
    { "http://@", "http", "", "", "", "80", "", NULL, NULL, "" },
};

// What is no UTF-8, and the last character that is.
static const char *const not_utf8[] = {
    "http://h/%ed%a0%80",
    "http://h/%f4%90%80%80",
    "http://h/%e0%80%80",
    "http://h/%f0%80%80%80",
    "http://h/%f8%88%80%80%80",
};
static const struct row last_character = {
    "http://h/%f4%8f%bf%bf", "http", NULL, "h", "h", "80", "/\364\217\277\277", NULL, NULL, "/\364\217\277\277",
};

static void check_url(const nng_url *url, const struct row *row) {
    CHECK_STR(url->u_rawurl, row->url);
    CHECK_STR(url->u_scheme, row->scheme);
    CHECK_STR(url->u_userinfo, row->userinfo);
    CHECK_STR(url->u_host, row->host);
    CHECK_STR(url->u_hostname, row->hostname);
    CHECK_STR(url->u_port, row->port);
    CHECK_STR(url->u_path, row->path);
    CHECK_STR(url->u_query, row->query);
    CHECK_STR(url->u_fragment, row->fragment);
    CHECK_STR(url->u_requri, row->requri);
}

static void parse(const struct row *row) {
    nng_url *url, *copy;
    printf("%s\n", row->url);
    CHECK_OK(nng_url_parse(&url, row->url));
    check_url(url, row);
    CHECK_OK(nng_url_clone(&copy, url));
    nng_url_free(url);
    check_url(copy, row);
    nng_url_free(copy);
}

int main(void) {
    size_t i;
    nng_url *url;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) parse(&rows[i]);
    for(i = 0; i < sizeof bad / sizeof *bad; i++) {
        printf("%s\n", bad[i]);
        url = NULL;
        CHECK_INT(nng_url_parse(&url, bad[i]), NNG_EINVAL);
        CHECK(url == NULL);
    }
    nng_url_free(NULL);
#if NNG_MINOR_VERSION >= 6
    for(i = 0; i < sizeof after_at / sizeof *after_at; i++) parse(&after_at[i]);
    for(i = 0; i < sizeof not_utf8 / sizeof *not_utf8; i++) CHECK_INT(nng_url_parse(&url, not_utf8[i]), NNG_EINVAL);
    parse(&last_character);
    CHECK_INT(nng_url_parse(&url, NULL), NNG_EINVAL);
    CHECK_INT(nng_url_parse(NULL, "http://h"), NNG_EINVAL);
    CHECK_INT(nng_url_clone(&url, NULL), NNG_EINVAL);
    CHECK_OK(nng_url_parse(&url, "http://h"));
    CHECK_INT(nng_url_clone(NULL, url), NNG_EINVAL);
    nng_url_free(url);
#else
    (void)after_at;
    (void)not_utf8;
    (void)last_character;
#endif
    // Memory of the members is malloc's: a program may replace one.
    CHECK_OK(nng_url_parse(&url, "http://h/a"));
    nng_strfree(url->u_path);
    url->u_path = nng_strdup("/b");
    nng_url_free(url);
    return 0;
}
