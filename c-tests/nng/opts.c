// Command line options.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/options.h>

static const nng_optspec specs[] = {
    { "flag", 'f', 1, false },
    { "longflag", 0, 2, false },
    { "value", 'v', 3, true },
    { NULL, 'b', 4, false },
    { "val", 0, 5, true },
    { "value-of-all", 'a', 6, true },
    { NULL, 0, 0, false },
};

// One word, and maybe a further one.
static const struct row {
    const char *words[2];
    int result, val;
    const char *arg;
    int index;
} rows[] = {
    { { "-f" }, 0, 1, NULL, 2 },
    { { "-f", "-f" }, 0, 1, NULL, 2 },
    { { "-b" }, 0, 4, NULL, 2 },
    { { "--flag" }, 0, 1, NULL, 2 },
    { { "--f" }, 0, 1, NULL, 2 },
    { { "--long" }, 0, 2, NULL, 2 },
    { { "-v123" }, 0, 3, "123", 2 },
    { { "-v", "123" }, 0, 3, "123", 3 },
    { { "-v", "-f" }, 0, 3, "-f", 3 },
    { { "-v=1" }, 0, 3, "=1", 2 },
    { { "--value=123" }, 0, 3, "123", 2 },
    { { "--value:123" }, 0, 3, "123", 2 },
    { { "--value=a:b=c" }, 0, 3, "a:b=c", 2 },
    { { "--value=" }, 0, 3, "", 2 },
    { { "--value", "123" }, 0, 3, "123", 3 },
    { { "--value", "" }, 0, 3, "", 3 },
    // A name that is another's beginning is no abbreviation.
    { { "--val", "1" }, 0, 5, "1", 3 },
    { { "--value-of=1" }, 0, 6, "1", 2 },
    { { "-" }, -1, 0, NULL, 2 },
    { { "word" }, -1, 0, NULL, 1 },
    { { "" }, -1, 0, NULL, 1 },
    { { NULL }, -1, 0, NULL, 1 },
    { { "-x" }, NNG_EINVAL, 0, NULL, 1 },
    { { "--what" }, NNG_EINVAL, 0, NULL, 1 },
    { { "--flags" }, NNG_EINVAL, 0, NULL, 1 },
    { { "-fb" }, NNG_EINVAL, 0, NULL, 1 },
    { { "-f1" }, NNG_EINVAL, 0, NULL, 1 },
    { { "--flag=1" }, NNG_EINVAL, 0, NULL, 1 },
    { { "--flag=" }, NNG_EINVAL, 0, NULL, 1 },
    { { "-v" }, NNG_ENOARG, 0, NULL, 1 },
    { { "--value" }, NNG_ENOARG, 0, NULL, 1 },
    { { "--va=1" }, NNG_EAMBIGUOUS, 0, NULL, 1 },
    { { "--" }, NNG_EAMBIGUOUS, 0, NULL, 1 },
    { { "--=1" }, NNG_EAMBIGUOUS, 0, NULL, 1 },
};

static void check_row(const struct row *row) {
    char *argv[4] = { (char *)"program", (char *)row->words[0], (char *)row->words[1], NULL };
    int argc = 1 + (row->words[0] != NULL) + (row->words[1] != NULL), val = 0, index = 1;
    char *arg = NULL;
    printf("%s\n", argv[1] ? argv[1] : "nothing");
    CHECK_INT(nng_opts_parse(argc, argv, specs, &val, &arg, &index), row->result);
    CHECK_INT(val, row->val);
    CHECK_STR(arg, row->arg);
    CHECK_INT(index, row->index);
}

static void whole_line(void) {
    char *argv[] = { (char *)"program", (char *)"-f", (char *)"--val", (char *)"1", (char *)"-a2", (char *)"rest",
        (char *)"-b", NULL };
    int val = 0, index = 1;
    char *arg = NULL;
    CHECK_OK(nng_opts_parse(7, argv, specs, &val, &arg, &index));
    CHECK_INT(val, 1);
    CHECK(arg == NULL);
    CHECK_OK(nng_opts_parse(7, argv, specs, &val, &arg, &index));
    CHECK_INT(val, 5);
    CHECK(arg == argv[3]);
    CHECK_OK(nng_opts_parse(7, argv, specs, &val, &arg, &index));
    CHECK_INT(val, 6);
    CHECK(arg == argv[4] + 2);
    CHECK_INT(nng_opts_parse(7, argv, specs, &val, &arg, &index), -1);
    CHECK_INT(index, 5);
    index = 7;
    CHECK_INT(nng_opts_parse(7, argv, specs, &val, &arg, &index), -1);
    CHECK_INT(index, 7);
}

// The only long option fits whatever is empty.
static void abbreviated_to_nothing(void) {
    static const nng_optspec one[] = { { "flag", 'f', 1, false }, { NULL, 0, 0, false } };
    char *argv[] = { (char *)"program", (char *)"--", NULL };
    int val = 0, index = 1;
    CHECK_OK(nng_opts_parse(2, argv, one, &val, NULL, &index));
    CHECK_INT(val, 1);
    CHECK_INT(index, 2);
}

#if NNG_MINOR_VERSION >= 6
static void wrong_arguments(void) {
    char *argv[] = { (char *)"program", (char *)"-v1", NULL };
    int val = 0, index = 1;
    char *arg = NULL;
    CHECK_INT(nng_opts_parse(2, NULL, specs, &val, &arg, &index), NNG_EINVAL);
    CHECK_INT(nng_opts_parse(2, argv, NULL, &val, &arg, &index), NNG_EINVAL);
    CHECK_INT(nng_opts_parse(2, argv, specs, NULL, &arg, &index), NNG_EINVAL);
    CHECK_INT(nng_opts_parse(2, argv, specs, &val, NULL, &index), NNG_EINVAL);
    CHECK_INT(nng_opts_parse(2, argv, specs, &val, &arg, NULL), NNG_EINVAL);
    CHECK_INT(index, 1);
    index = -1;
    CHECK_INT(nng_opts_parse(2, argv, specs, &val, &arg, &index), NNG_EINVAL);
}
#endif

int main(void) {
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) check_row(&rows[i]);
    whole_line();
    abbreviated_to_nothing();
#if NNG_MINOR_VERSION >= 6
    wrong_arguments();
#endif
    return 0;
}
