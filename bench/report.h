// How the clients report: one line, requests a second and microseconds of the client's own processor time a request, in
// user mode and in the kernel, separated by commas.
#include <stdio.h>
#include <sys/resource.h>

static double microseconds(struct timeval t)
{
    return t.tv_sec * 1e6 + t.tv_usec;
}

static void report(long requests, double seconds)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("%.0f,%.2f,%.2f\n", requests / seconds, microseconds(used.ru_utime) / requests,
           microseconds(used.ru_stime) / requests);
}
