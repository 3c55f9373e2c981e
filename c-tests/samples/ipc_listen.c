// The example of the manual page ipc_listen(3): a server that hands out an open file, and a client.

#include <libdill.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Gives the first client a duplicate of a descriptor, and says when that is all.
static coroutine void lend(int listener, int fd, int64_t deadline) {
    int s = ipc_accept(listener, deadline);
    if(s < 0) fail("ipc_accept");
    if(bsend(s, "here: ", 6, deadline) != 0) fail("bsend");
    if(ipc_sendfd(s, fd, deadline) != 0) fail("ipc_sendfd");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
}

static int borrow(const char *path, int64_t deadline) {
    char here[6];
    int s = ipc_connect(path, deadline);
    if(s < 0) fail("ipc_connect");
    if(brecv(s, here, sizeof(here), deadline) != 0) fail("brecv");
    // The descriptor comes between two bytes of data, at exactly this point.
    int fd = ipc_recvfd(s, deadline);
    if(fd < 0) fail("ipc_recvfd");
    if(ipc_close(s, deadline) != 0) fail("ipc_close");
    return fd;
}
// END EXAMPLE

int main(void) {
    int64_t deadline = now() + 10000;
    FILE *file = tmpfile();
    if(!file || fputs("borrowed", file) < 0 || fflush(file) != 0) fail("tmpfile");
    int listener = ipc_listen("lender", 10);
    if(listener < 0) fail("ipc_listen");
    int lender = go(lend(listener, fileno(file), deadline));
    if(lender < 0) fail("go");
    int fd = borrow("lender", deadline);
    if(bundle_wait(lender, deadline) != 0) fail("bundle_wait");
    hclose(lender);
    hclose(listener);
    unlink("lender");
    fclose(file);

    char text[9] = "";
    if(pread(fd, text, 8, 0) != 8) fail("pread");
    close(fd);
    puts(text);
    return strcmp(text, "borrowed") != 0;
}
