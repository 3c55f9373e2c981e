// The deadline of every call that waits: 0, one that has passed, and one to come.
// only: native
#include "waits.h"

int main(void) {
    size_t i, round;
    for(i = 0; i != WAITS; ++i) {
        const struct waiting *w = &waits[i];
        for(round = 0; round != 3; ++round) {
            int64_t deadline = round == 0 ? 0 : round == 1 ? now() - 1000 : now() + 3;
            static const char *const when[] = {"at once", "too late", "in time"};
            w->make();
            expect(w, when[round], w->call(deadline), ETIMEDOUT);
            if(round == 2) CHECK(now() >= deadline);
            expect_after(w);
            clean_up();
        }
    }
    return 0;
}
