// What a switch does to registers: the compiler knows which ones are lost, the control words belong to the coroutine.
// variants: -O2 | -O3 | -O2 -mavx2 | -O3 -mavx512f | cc=clang -O2 | cc=clang -O3
// link: -lm
#include "../check.h"
#include <libdill.h>
#include <fenv.h>
#include <stdlib.h>
#include <xmmintrin.h>

static volatile double one = 1.0;
static volatile long double ten = 10.0L;

static coroutine void spoil(void) {
    __asm__ volatile("pcmpeqd %%xmm0, %%xmm0; pcmpeqd %%xmm1, %%xmm1; pcmpeqd %%xmm2, %%xmm2; pcmpeqd %%xmm3, %%xmm3;"
        "pcmpeqd %%xmm4, %%xmm4; pcmpeqd %%xmm5, %%xmm5; pcmpeqd %%xmm6, %%xmm6; pcmpeqd %%xmm7, %%xmm7;"
        "pcmpeqd %%xmm8, %%xmm8; pcmpeqd %%xmm9, %%xmm9; pcmpeqd %%xmm10, %%xmm10; pcmpeqd %%xmm11, %%xmm11;"
        "pcmpeqd %%xmm12, %%xmm12; pcmpeqd %%xmm13, %%xmm13; pcmpeqd %%xmm14, %%xmm14; pcmpeqd %%xmm15, %%xmm15"
        : : : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
        "xmm13", "xmm14", "xmm15");
}

/* The macro go with something between its parts: values that are in vector and x87 registers at the switch, since
   there is no call between their computation and it. */
static __attribute__((noinline)) double go_with_values_in_registers(long double *z) {
    void *parent, *stack = NULL;
    double a, b, c, d, e, f, g, h;
    long double y;
    int handle = dill_prologue(&parent, &stack, 0, -1, __FILE__, __LINE__);
    CHECK(handle >= 0);
    a = one; b = one + 1; c = one + 2; d = one + 3; e = one + 4; f = one + 5; g = one + 6; h = one + 7;
    y = ten * 2;
    if(dill_save_(parent) == 0) {
        dill_set_stack_(stack);
        spoil();
        dill_epilogue();
    }
    *z = y;
    return a * b + c * d + e * f + g * h;
}

static unsigned control(void) {
    unsigned short x87;
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    return (_mm_getcsr() & 0xffc0) | (unsigned)x87 << 16;
}

static coroutine void with_rounding(int mode) {
    int i;
    CHECK_OK(fesetround(mode));
    for(i = 0; i != 5; ++i) {
        unsigned before = control();
        CHECK_OK(i % 2 ? msleep(0) : yield());
        CHECK_INT(control(), before);
        CHECK_INT(fegetround(), mode);
    }
}

static coroutine void nothing(void) {
}

int main(void) {
    long double z;
    unsigned before;
    int b = bundle(), h;
    CHECK(go_with_values_in_registers(&z) == 1 * 2 + 3 * 4 + 5 * 6 + 7 * 8);
    CHECK(z == 20);

    /* Control words: the parent's, the child's, and those of one that is parked in go. */
    before = control();
    CHECK_OK(bundle_go(b, with_rounding(FE_UPWARD)));
    CHECK_INT(control(), before);
    CHECK_OK(bundle_go(b, with_rounding(FE_TOWARDZERO)));
    CHECK_OK(bundle_go(b, with_rounding(FE_DOWNWARD)));
    CHECK_INT(control(), before);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(control(), before);

    /* A new coroutine begins with its parent's. */
    CHECK_OK(fesetround(FE_UPWARD));
    h = go(nothing());
    CHECK(h >= 0);
    CHECK_INT(fegetround(), FE_UPWARD);
    return 0;
}
