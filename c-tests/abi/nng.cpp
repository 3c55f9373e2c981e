// The same as C++.

#include "nng.c"
