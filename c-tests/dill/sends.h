/* Counts the system calls that send on sockets, by standing in for the functions of the C library. */

#ifndef SENDS_H_INCLUDED
#define SENDS_H_INCLUDED

#include "../check.h"
#include <sys/socket.h>
#include <sys/syscall.h>

/* Since the program last set it. */
static int sends;
/* The last descriptor that something was sent on. */
static int sent_on = -1;

static void count_send(int fd, int flags) {
    CHECK(flags & MSG_NOSIGNAL);
    sent_on = fd;
    ++sends;
}

ssize_t send(int fd, const void *buf, size_t len, int flags) {
    count_send(fd, flags);
    return syscall(SYS_sendto, fd, buf, len, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags) {
    count_send(fd, flags);
    return syscall(SYS_sendmsg, fd, msg, flags);
}

#endif
