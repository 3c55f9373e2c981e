// C++ holds declarations to the same types.
// run: no
#include "../nng/prototypes.c"
