// A client that wants to renegotiate (RFC 5246 section 7.4.1.1) hears at once that the server does not, also if the
// server only receives. The client is openssl(1).
#include "tls.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    char command[200], said[20000], byte;
    struct ipaddr addr;
    int listener = listen_on_loopback(&addr), to[2], from[2], status, s;
    size_t len = 0;
    ssize_t count;
    pid_t pid;
    snprintf(command, sizeof(command), "exec openssl s_client -connect 127.0.0.1:%d -tls1_2", ipaddr_port(&addr));
    CHECK_INT(pipe(to), 0);
    CHECK_INT(pipe(from), 0);
    pid = fork();
    if(pid == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        dup2(from[1], 2);
        close(to[1]);
        close(from[0]);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    CHECK(pid > 0);
    close(to[0]);
    close(from[1]);
    s = tcp_accept(listener, NULL, now() + 10000);
    CHECK(s >= 0);
    s = attach_as_server(s, now() + 10000);
    CHECK(s >= 0);
    /* A line of R alone is a command. */
    CHECK_INT(write(to[1], "x", 1), 1);
    CHECK_OK(brecv(s, &byte, 1, now() + 10000));
    CHECK_INT(byte, 'x');
    CHECK_INT(write(to[1], "R\n", 2), 2);
    /* The client takes it for an error and gives up. */
    CHECK_INT(brecv(s, &byte, 1, now() + 10000), -1);
    CHECK(errno != ETIMEDOUT);
    while((count = read(from[0], said + len, sizeof(said) - 1 - len)) > 0) len += (size_t)count;
    said[len] = 0;
    printf("%s\n", said);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(strstr(said, "no renegotiation") != NULL);
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(listener));
    return 0;
}
