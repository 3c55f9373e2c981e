/* Assertions about types and constants, for C and C++. */

#ifndef LAYOUT_H_INCLUDED
#define LAYOUT_H_INCLUDED

#include <stddef.h>

#if defined __cplusplus
#define LAYOUT_ASSERT(condition) static_assert(condition, #condition)
#define LAYOUT_ALIGN(type) alignof(type)
#else
#define LAYOUT_ASSERT(condition) _Static_assert(condition, #condition)
#define LAYOUT_ALIGN(type) _Alignof(type)
#endif

/* Size and alignment of a type. */
#define LAYOUT(type, size, align) \
    LAYOUT_ASSERT(sizeof(type) == size); \
    LAYOUT_ASSERT(LAYOUT_ALIGN(type) == align)

/* Offset of a member. */
#define OFFSET(type, member, offset) LAYOUT_ASSERT(offsetof(type, member) == offset)

/* Value of an integer constant. */
#define VALUE(name, value) LAYOUT_ASSERT(name == value)

#endif
