// stdout: prints_other.txt

#include <stdio.h>

int main(void) {
    puts("two");
    return 0;
}
