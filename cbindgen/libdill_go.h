/* In a function with an allocation whose size the compiler cannot know, it addresses the frame by another register than
   the stack pointer. The allocation never happens: the stack pointer comes back to where it was before, and
   AddressSanitizer would still take what lies below for the borders of the allocation. */
#define dill_set_stack_(pointer) \
    do { \
        size_t dill_zero_ = 0; \
        __asm__ volatile("" : "+r"(dill_zero_)); \
        if (dill_zero_ != 0) __asm__ volatile("" : : "r"(__builtin_alloca(dill_zero_)) : "memory"); \
        dill_set_stack_pointer_(pointer); \
    } while (0)

#define dill_go_(fn, ptr, len, bndl) \
    __extension__ ({ \
        void *dill_parent_ = NULL; \
        void *dill_stack_ = (ptr); \
        int dill_handle_ = dill_prologue(&dill_parent_, &dill_stack_, (len), (bndl), __FILE__, __LINE__); \
        if (dill_handle_ >= 0 && dill_save_(dill_parent_) == 0) { \
            dill_set_stack_(dill_stack_); \
            fn; \
            dill_epilogue(); \
        } \
        dill_handle_; \
    })

#define dill_go(fn) dill_go_(fn, NULL, 0, -1)
#define dill_go_mem(fn, ptr, len) dill_go_(fn, ptr, len, -1)
#define dill_bundle_go(bndl, fn) dill_go_(fn, NULL, 0, bndl)
#define dill_bundle_go_mem(bndl, fn, ptr, len) dill_go_(fn, ptr, len, bndl)
