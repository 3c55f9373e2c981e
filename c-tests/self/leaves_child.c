// Ends, but leaves a process behind.
// time-limit: 1

#include <unistd.h>

int main(void) {
    if(fork() == 0) {
        for(;;) pause();
    }
    return 0;
}
