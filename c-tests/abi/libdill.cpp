// The same as C++.

#include "libdill.c"
