// The example of the manual page hmake(3): files that are gone when their handle is closed.

#include <libdillimpl.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
struct scratch {
    struct hvfs hvfs;
    FILE *stream;
    char path[20];
};

// Its address tells these objects from all others.
static const char scratch_type;

static void *scratch_query(struct hvfs *vfs, const void *type) {
    if(type == &scratch_type) return vfs;
    errno = ENOTSUP;
    return NULL;
}

static void scratch_close(struct hvfs *vfs) {
    struct scratch *self = (struct scratch *)vfs;
    fclose(self->stream);
    unlink(self->path);
    free(self);
}

// Makes an empty file, which is removed when the handle is closed.
static int scratch_make(void) {
    struct scratch *self = malloc(sizeof(*self));
    if(!self) return -1;
    *self = (struct scratch){{scratch_query, scratch_close}, NULL, "scratch-XXXXXX"};
    int fd = mkstemp(self->path);
    if(fd >= 0) self->stream = fdopen(fd, "w+");
    if(self->stream) {
        int h = hmake(&self->hvfs);
        if(h >= 0) return h;
    }
    int error = errno;
    if(self->stream) fclose(self->stream);
    else if(fd >= 0) close(fd);
    if(fd >= 0) unlink(self->path);
    free(self);
    errno = error;
    return -1;
}

// The stream to write to and to read from. It belongs to the handle.
static FILE *scratch_stream(int h) {
    struct scratch *self = hquery(h, &scratch_type);
    return self ? self->stream : NULL;
}
// END EXAMPLE

int main(void) {
    char text[8], path[20];
    int h = scratch_make();
    if(h < 0) fail("scratch_make");
    FILE *stream = scratch_stream(h);
    if(!stream || fputs("scratch", stream) < 0) fail("fputs");
    rewind(stream);
    if(!fgets(text, sizeof(text), stream)) fail("fgets");
    puts(text);

    int b = bundle();
    if(b < 0) fail("bundle");
    if(scratch_stream(b) != NULL || errno != ENOTSUP) fail("a handle of another type");
    hclose(b);
    struct scratch *self = hquery(h, &scratch_type);
    snprintf(path, sizeof(path), "%s", self->path);
    if(access(path, R_OK) != 0) fail("access");
    if(hclose(h) != 0) fail("hclose");
    return access(path, R_OK) == 0;
}
