#define _GNU_SOURCE
#include <poll.h>
#include <stddef.h>
#include <time.h>

#include "cpeers.h"

void cpeers_wait_readable(int descriptor, int64_t most_ns) {
    struct pollfd polled = {.fd = descriptor, .events = POLLIN};
    struct timespec span = {.tv_sec = most_ns / 1000000000, .tv_nsec = most_ns % 1000000000};
    ppoll(&polled, 1, &span, NULL);
}
