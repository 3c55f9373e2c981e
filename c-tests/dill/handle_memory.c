// The memory of a million handles comes back.
// memcheck: no, glibc does not know how much valgrind has allocated
#include "../check.h"
#include "allocated.h"
#include <libdill.h>
#include <libdillimpl.h>

enum { MILLION = 1000000 };

static void *query(struct hvfs *vfs, const void *type) {
    (void)vfs;
    (void)type;
    errno = ENOTSUP;
    return NULL;
}

static void close_object(struct hvfs *vfs) {
    (void)vfs;
}

int main(void) {
    static struct hvfs vfs = {query, close_object};
    static int handles[MILLION];
    size_t before = allocated();
    int i;
    for(i = 0; i != MILLION; ++i) CHECK((handles[i] = hmake(&vfs)) >= 0);
    CHECK(allocated() > before + MILLION);
    for(i = 0; i != MILLION; ++i) CHECK_OK(hclose(handles[i]));
    CHECK(allocated() < before + 100000);
    CHECK_ERRNO(hclose(handles[0]), EBADF);
    CHECK_ERRNO(hclose(handles[MILLION - 1]), EBADF);
    return 0;
}
