#include <stdio.h>

int main(void) {
    puts("last words");
    return 3;
}
