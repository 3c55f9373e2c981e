// A program that loads the library as a plug-in and closes it again can go on: threads of the library may be running.
// flags: -Wl,--as-needed
// link: -ldl
// races: no, from within ThreadSanitizer dlopen(3) does not look where the program has its libraries

#include "check.h"
#include <dlfcn.h>

int main(void) {
    CHECK(dlopen("libhttpcore.so.1", RTLD_NOW | RTLD_NOLOAD) == NULL);
    void *library = dlopen("libhttpcore.so.1", RTLD_NOW);
    CHECK(library != NULL);
    const char *(*version)(void) = (const char *(*)(void))dlsym(library, "httpcore_version");
    CHECK(version != NULL);
    CHECK_OK(dlclose(library));
    CHECK(dlopen("libhttpcore.so.1", RTLD_NOW | RTLD_NOLOAD) != NULL);
    CHECK(version()[0] != '\0');
    return 0;
}
