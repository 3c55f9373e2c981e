/* `make races` compiles each program with this: what Rust's compiler expects of ThreadSanitizer's runtime, and gcc 12 does
   not have. The runtime sees what these functions do, as it sees every call of the C library's. */

#ifdef __cplusplus
extern "C" {
#endif

void *__tsan_memcpy(void *to, const void *from, __SIZE_TYPE__ len) {
    return __builtin_memcpy(to, from, len);
}

void *__tsan_memmove(void *to, const void *from, __SIZE_TYPE__ len) {
    return __builtin_memmove(to, from, len);
}

void *__tsan_memset(void *to, int byte, __SIZE_TYPE__ len) {
    return __builtin_memset(to, byte, len);
}

#ifdef __cplusplus
}
#endif
