// time-limit: 1

#include <stdio.h>
#include <unistd.h>

int main(void) {
    puts("going to hang");
    fflush(stdout);
    for(;;) pause();
}
