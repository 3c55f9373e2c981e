// Branch protection: the machine may let jumps lead only to marked places, and coroutines come back by a jump.
// variants-x86_64: -O2 -fcf-protection=full
// variants-aarch64: -O2 -mbranch-protection=standard -nostartfiles -no-pie -Wl,-z,force-bti | gcc -O2 -mbranch-protection=standard -nostartfiles -no-pie -Wl,-z,force-bti -DDILL_ARCH_FALLBACK
#include "../check.h"
#include <libdill.h>

/* x86-64 Linux does not enforce it in programs. On AArch64 it does when all parts of the executable have the marks; the
   usual start files need not have them. */
#if defined __aarch64__
__asm__(
    ".globl _start\n"
    "_start:\n\t"
    "hint #38\n\t"
    "mov x29, xzr\n\t"
    "mov x30, xzr\n\t"
    "mov x5, x0\n\t"
    "ldr x1, [sp]\n\t"
    "add x2, sp, #8\n\t"
    "mov x6, sp\n\t"
    "adrp x0, main\n\t"
    "add x0, x0, :lo12:main\n\t"
    "mov x3, xzr\n\t"
    "mov x4, xzr\n\t"
    "bl __libc_start_main\n");
#endif

static int ran;

static coroutine void waits(void) {
    CHECK_OK(yield());
    ran++;
}

static coroutine void ends(void) {
    ran++;
}

int main(void) {
    int b = bundle(), h = go(ends());
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_go(b, waits()));
    CHECK_OK(bundle_go(b, waits()));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_INT(ran, 3);
    return 0;
}
