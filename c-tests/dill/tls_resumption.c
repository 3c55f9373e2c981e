// Servers resume sessions from one attach to the next, as long as certificate and key are the same. The client is
// openssl(1), which says whether a session was resumed.
// flags: -pthread
#include "tls.h"
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static struct ipaddr addr;
static int listener;

/* Begins a client that keeps its session in the file `session`, and resumes the one that is there. */
static pid_t begin_client(const char *options) {
    static char command[1000];
    pid_t pid;
    snprintf(command, sizeof(command),
        "openssl s_client -connect 127.0.0.1:%d -ign_eof -sess_out next $(test -e session && echo -sess_in session) %s"
        " </dev/null >said 2>&1 && { test ! -e next || mv next session; }", ipaddr_port(&addr), options);
    pid = fork();
    if(pid == 0) execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    CHECK(pid > 0);
    return pid;
}

/* What the client said. */
static const char *end_client(pid_t pid) {
    static char said[20000];
    FILE *file;
    int status;
    CHECK_INT(waitpid(pid, &status, 0), pid);
    file = fopen("said", "r");
    CHECK(file != NULL);
    said[fread(said, 1, sizeof(said) - 1, file)] = 0;
    fclose(file);
    if(status != 0) printf("%s\n(Debian package: openssl)\n", said);
    CHECK_INT(status, 0);
    return said;
}

static void serve_one(void) {
    char byte;
    int s = tcp_accept(listener, NULL, now() + 10000);
    CHECK(s >= 0);
    s = tls_attach_server(s, "crt", "key", now() + 10000);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "hello\n", 6, now() + 10000));
    CHECK_OK(tls_done(s, now() + 10000));
    CHECK_INT(brecv(s, &byte, 1, now() + 10000), -1);
    CHECK(errno == EPIPE || errno == ECONNRESET);
    CHECK_OK(hclose(s));
}

static void session_is(const char *options, const char *wanted, const char *name) {
    pid_t client = begin_client(options);
    const char *said, *subject, *cn;
    serve_one();
    said = end_client(client);
    subject = strstr(said, "\nsubject=");
    cn = subject ? strstr(subject, "CN") : NULL;
    if(!strstr(said, wanted) || !cn) printf("%s\n", said);
    CHECK(strstr(said, wanted) != NULL && cn != NULL);
    /* With or without blanks, depending on openssl's version. */
    CHECK_MEM(cn + 2 + strspn(cn + 2, " ="), name, strlen(name));
}

/* Writes a file as it is in tests/tls/pem, in place. */
static void write_file(const char *name, const char *as) {
    char text[8000];
    FILE *from = fopen(pem(0, name), "r"), *to = fopen(as, "w");
    size_t len;
    CHECK(from != NULL && to != NULL);
    len = fread(text, 1, sizeof(text), from);
    CHECK(len > 0 && len < sizeof(text));
    CHECK_INT(fwrite(text, 1, len, to), len);
    CHECK_INT(fclose(to), 0);
    fclose(from);
}

static void write_files(const char *crt, const char *key) {
    write_file(crt, "crt");
    write_file(key, "key");
}

static void same_and_other_files(const char *options) {
    unlink("session");
    write_files("server.crt", "server.key");
    session_is(options, "\nNew, ", "server");
    session_is(options, "\nReused, ", "server");
    /* Written again as they were. */
    write_files("server.crt", "server.key");
    session_is(options, "\nReused, ", "server");
    /* Others, written in place or put there. */
    write_files("second.crt", "second.key");
    session_is(options, "\nNew, ", "second");
    session_is(options, "\nReused, ", "second");
    write_file("server.crt", "new crt");
    write_file("server.key", "new key");
    CHECK_INT(rename("new crt", "crt"), 0);
    CHECK_INT(rename("new key", "key"), 0);
    session_is(options, "\nNew, ", "server");
    session_is(options, "\nReused, ", "server");
}

/* Threads share what they know of the files. */
static void *other_thread(void *arg) {
    listener = listen_on_loopback(&addr);
    session_is("-tls1_3", "\nReused, ", "server");
    CHECK_OK(hclose(listener));
    return arg;
}

int main(void) {
    pthread_t thread;
    listener = listen_on_loopback(&addr);
    same_and_other_files("-tls1_2");
    same_and_other_files("-tls1_3");
    CHECK_OK(hclose(listener));
    CHECK_INT(pthread_create(&thread, NULL, other_thread, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    return 0;
}
