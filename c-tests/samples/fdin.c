// The example of the manual page fdin(3): reading and writing pipes without stopping the other coroutines.

#include <libdill.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Both take a descriptor in non-blocking mode. They try first, and wait if that is not possible yet.

// Writes all bytes, and closes the descriptor.
static coroutine void write_all(int fd, const char *buf, size_t len, int64_t deadline) {
    while(len > 0) {
        ssize_t done = write(fd, buf, len);
        if(done >= 0) {
            buf += done;
            len -= (size_t)done;
        } else if(errno != EAGAIN || fdout(fd, deadline) != 0) {
            break;
        }
    }
    fdclean(fd);
    close(fd);
}

// Reads until the end, or until the buffer is full, and closes the descriptor. Returns the number of bytes, or -1.
static ssize_t read_all(int fd, char *buf, size_t len, int64_t deadline) {
    size_t size = 0;
    ssize_t done;
    do {
        done = read(fd, buf + size, len - size);
        if(done > 0) size += (size_t)done;
        else if(done < 0 && errno == EAGAIN && fdin(fd, deadline) == 0) done = 1;
    } while(done > 0 && size < len);
    fdclean(fd);
    close(fd);
    return done < 0 ? -1 : (ssize_t)size;
}
// END EXAMPLE

enum { SIZE = 1000000 };

int main(void) {
    static char in[SIZE + 1], out[SIZE];
    int64_t deadline = now() + 20000;
    int fds[2];
    signal(SIGPIPE, SIG_IGN);
    memset(out, 'x', sizeof(out));
    if(pipe(fds) != 0) fail("pipe");
    if(fcntl(fds[0], F_SETFL, O_NONBLOCK) != 0 || fcntl(fds[1], F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
    int writer = go(write_all(fds[1], out, sizeof(out), deadline));
    if(writer < 0) fail("go");
    ssize_t size = read_all(fds[0], in, sizeof(in), deadline);
    if(size < 0) fail("read_all");
    if(bundle_wait(writer, deadline) != 0) fail("bundle_wait");
    hclose(writer);
    printf("%d bytes\n", (int)size);
    return size != SIZE || memcmp(in, out, SIZE) != 0;
}
