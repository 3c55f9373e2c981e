// The reference has no such function.
#include <nng/nng.h>

int main(void) {
    nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 2);
    return 0;
}
