/* How much memory is allocated, to see what does not come back. */

#ifndef ALLOCATED_H_INCLUDED
#define ALLOCATED_H_INCLUDED

#include <malloc.h>

/* Bytes. */
static inline size_t allocated(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

#endif
