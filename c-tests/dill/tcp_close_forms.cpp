/* The same in C++. */
#include "tcp_close_forms.c"
