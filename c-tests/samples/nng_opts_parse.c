// args: -v --lev=3 --output file -n5 input
// stdout: nng_opts_parse.out
//
// The example of the manual page nng_opts_parse(3): a command line.

#include "nng_sample.h"

#include <nng/supplemental/util/options.h>

// EXAMPLE
enum { VERBOSE = 1, LEVEL, OUTPUT, COUNT };

static const nng_optspec options[] = {
    { .o_name = "verbose", .o_short = 'v', .o_val = VERBOSE },
    { .o_name = "level", .o_val = LEVEL, .o_arg = true },
    { .o_name = "output", .o_short = 'o', .o_val = OUTPUT, .o_arg = true },
    { .o_short = 'n', .o_val = COUNT, .o_arg = true },
    { .o_val = 0 },
};

int main(int argc, char **argv) {
    int option, result, index = 1;
    char *argument;

    while((result = nng_opts_parse(argc, argv, options, &option, &argument, &index)) == 0) {
        switch(option) {
        case VERBOSE:
            printf("verbose\n");
            break;
        case LEVEL:
            printf("level %d\n", atoi(argument));
            break;
        case OUTPUT:
            printf("output to %s\n", argument);
            break;
        case COUNT:
            printf("count %d\n", atoi(argument));
            break;
        }
    }
    if(result != -1) {
        fprintf(stderr, "%s: %s\n", argv[index], nng_strerror(result));
        return 1;
    }
    for(; index < argc; index++) printf("input from %s\n", argv[index]);
    return 0;
}
// END EXAMPLE
