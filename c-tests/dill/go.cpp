// The go macros in C++: lambdas, templates, members, temporaries that have to be destroyed.
// variants: -std=c++98 -O0 | -std=c++98 -O2 | -std=c++11 -O1 -pedantic | -std=c++17 -O3 | -std=c++20 -O2 -pedantic | gcc -std=c++23 -O1
#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>
#include <string>

static int sum;
static std::string said;

static coroutine void say(const std::string &text) {
    said += text;
}

template<typename T> static coroutine void add(T n) {
    CHECK_OK(yield());
    sum += static_cast<int>(n);
}

template<typename T> static int start(T n) {
    return go(add<T>(n));
}

static int destroyed;

struct counted {
    ~counted() { destroyed++; }
};

static coroutine void take(const counted &) {
}

struct object {
    int n;
    coroutine void run(int times) {
        for(int i = 0; i != times; ++i) {
            CHECK_OK(yield());
            n++;
        }
    }
    int start() { return go(run(3)); }
};

static void finish(int h) {
    CHECK(h >= 0);
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
}

static void *query(struct hvfs *, const void *) {
    errno = ENOTSUP;
    return NULL;
}

static int closed;

static void close_handle(struct hvfs *) {
    closed++;
}

int main() {
    finish(start(1));
    finish(start(2.5));
    CHECK_INT(sum, 3);

    finish(go(say(std::string("hello, ") + "world")));
    CHECK_STR(said.c_str(), "hello, world");
    finish(go(take(counted())));
    CHECK_INT(destroyed, 1);

    object o = {0};
    finish(o.start());
    finish(go(o.run(4)));
    CHECK_INT(o.n, 7);

#if __cplusplus >= 201103L
    auto lambda = [&](int n) { return go(add<int>(n)); };
    finish(lambda(10));
    CHECK_INT(sum, 13);
#endif

    struct hvfs vfs = {query, close_handle};
    int h = hmake(&vfs);
    CHECK(h >= 0);
    CHECK(hquery(h, bsock_type) == NULL && errno == ENOTSUP);
    CHECK_OK(hclose(h));
    CHECK_INT(closed, 1);
    return 0;
}
