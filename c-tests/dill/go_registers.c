// What a switch does to registers: the compiler knows which ones are lost, the control words belong to the coroutine.
// variants: -O0 | -O1 | -O2 | -O3
// variants-x86_64: -O2 -mavx2 | -O3 -mavx512f
// variants-aarch64: -O3 -march=armv8.2-a+sve
// link: -lm
#include "../check.h"
#include <libdill.h>
#include <fenv.h>
#include <stdint.h>
#include <stdlib.h>

static volatile double one = 1.0;
static volatile long double ten = 10.0L;

#if defined __x86_64__

#include <xmmintrin.h>

static coroutine void spoil(void) {
    __asm__ volatile("pcmpeqd %%xmm0, %%xmm0; pcmpeqd %%xmm1, %%xmm1; pcmpeqd %%xmm2, %%xmm2; pcmpeqd %%xmm3, %%xmm3;"
        "pcmpeqd %%xmm4, %%xmm4; pcmpeqd %%xmm5, %%xmm5; pcmpeqd %%xmm6, %%xmm6; pcmpeqd %%xmm7, %%xmm7;"
        "pcmpeqd %%xmm8, %%xmm8; pcmpeqd %%xmm9, %%xmm9; pcmpeqd %%xmm10, %%xmm10; pcmpeqd %%xmm11, %%xmm11;"
        "pcmpeqd %%xmm12, %%xmm12; pcmpeqd %%xmm13, %%xmm13; pcmpeqd %%xmm14, %%xmm14; pcmpeqd %%xmm15, %%xmm15"
        : : : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
        "xmm13", "xmm14", "xmm15");
}

/* The control bits of the floating-point units. */
static uint64_t control(void) {
    unsigned short x87;
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    return (_mm_getcsr() & 0xffc0) | (uint64_t)x87 << 16;
}

#else

static coroutine void spoil(void) {
    __asm__ volatile("movi v0.16b, #255; movi v1.16b, #255; movi v2.16b, #255; movi v3.16b, #255;"
        "movi v4.16b, #255; movi v5.16b, #255; movi v6.16b, #255; movi v7.16b, #255;"
        "movi v16.16b, #255; movi v17.16b, #255; movi v18.16b, #255; movi v19.16b, #255;"
        "movi v20.16b, #255; movi v21.16b, #255; movi v22.16b, #255; movi v23.16b, #255;"
        "movi v24.16b, #255; movi v25.16b, #255; movi v26.16b, #255; movi v27.16b, #255;"
        "movi v28.16b, #255; movi v29.16b, #255; movi v30.16b, #255; movi v31.16b, #255"
        : : : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23",
        "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31");
    /* And those that are preserved by half. */
    __asm__ volatile("movi v8.16b, #255; movi v9.16b, #255; movi v10.16b, #255; movi v11.16b, #255;"
        "movi v12.16b, #255; movi v13.16b, #255; movi v14.16b, #255; movi v15.16b, #255"
        : : : "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15");
}

static uint64_t control(void) {
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    return fpcr;
}

#endif

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

static coroutine void with_rounding(int mode) {
    int i;
    CHECK_OK(fesetround(mode));
    for(i = 0; i != 5; ++i) {
        uint64_t before = control();
        CHECK_OK(i % 2 ? msleep(0) : yield());
        CHECK_INT(control(), before);
        CHECK_INT(fegetround(), mode);
    }
}

static coroutine void nothing(void) {
}

int main(void) {
    long double z;
    uint64_t before;
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
