// define: _GNU_SOURCE
// Media types of files, by the ends of their names.
#include "raw.h"
#include <fcntl.h>

static const struct {
    const char *name, *type;
} rows[] = {
    { "x.ai", "application/postscript" },
    { "x.aif", "audio/aiff" },
    { "x.aiff", "audio/aiff" },
    { "x.au", "audio/basic" },
    { "x.avi", "video/avi" },
    { "x.bin", "application/octet-stream" },
    { "x.bmp", "image/bmp" },
    { "x.css", "text/css" },
    { "x.eps", "application/postscript" },
    { "x.gif", "image/gif" },
    { "x.htm", "text/html" },
    { "x.html", "text/html" },
    { "x.ico", "image/x-icon" },
    { "x.jpeg", "image/jpeg" },
    { "x.jpg", "image/jpeg" },
    { "x.js", "application/javascript" },
    { "x.md", "text/markdown" },
    { "x.mp2", "video/mpeg" },
    { "x.mp3", "audio/mpeg3" },
    { "x.mpeg", "video/mpeg" },
    { "x.mpg", "video/mpeg" },
    { "x.pdf", "application/pdf" },
    { "x.png", "image/png" },
    { "x.ps", "application/postscript" },
    { "x.rtf", "text/rtf" },
    { "x.text", "text/plain" },
    { "x.tif", "image/tiff" },
    { "x.tiff", "image/tiff" },
    { "x.txt", "text/plain" },
    { "x.wav", "audio/wav" },
    { "README", "text/plain" },
    { "x.README", "text/plain" },
    // In any case of letters.
    { "x.HTML", "text/html" },
    { "x.Jpg", "image/jpeg" },
    { "readme", "text/plain" },
    // Only the end counts, and what has no type is bytes.
    { "x.html.png", "image/png" },
    { "x.png.x", "application/octet-stream" },
    { "x", "application/octet-stream" },
    { "html", "application/octet-stream" },
#if OURS
    { "x.json", "application/json" },
    { "x.mp4", "video/mp4" },
    { "x.svg", "image/svg+xml" },
    { "x.wasm", "application/wasm" },
    { "x.webp", "image/webp" },
    { "x.woff", "font/woff" },
    { "x.woff2", "font/woff2" },
#endif
};

int main(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    char text[200];
    size_t i;
    int fd, way;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        fd = open(rows[i].name, O_WRONLY | O_CREAT, 0644);
        CHECK_INT(write(fd, "x", 1), 1);
        close(fd);
        snprintf(text, sizeof text, "/file/%s", rows[i].name);
        CHECK_OK(nng_http_handler_alloc_file(&handler, text, rows[i].name));
        CHECK_OK(nng_http_server_add_handler(server, handler));
    }
    CHECK_OK(nng_http_handler_alloc_directory(&handler, "/directory", "."));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    fd = raw_connect(raw_port(server));
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s\n", rows[i].name);
        for(way = 0; way < 2; way++) {
            snprintf(text, sizeof text, "GET /%s/%s HTTP/1.1\r\nHost: h\r\n\r\n", way ? "directory" : "file",
                rows[i].name);
            raw_transact(fd, text, &r);
            CHECK_INT(r.status, 200);
            snprintf(text, sizeof text, "\r\nContent-Type: %s\r\n", rows[i].type);
            CHECK(strstr(r.head, text) != NULL);
        }
    }
    close(fd);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
