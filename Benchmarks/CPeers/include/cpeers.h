#ifndef BACKSTOP_CPEERS_H
#define BACKSTOP_CPEERS_H

/* What the benchmarks need that Swift cannot say: a C++ queue to compare the ring with, counters of heap
 * allocations and locks, and a child process that may make no system call. */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Two threads hand one 48-byte element to and fro `rounds` times through two C++ cached-index queues of
 * `capacity` elements (a power of two). The nanoseconds of all rounds; a round is two hops. -1: no thread. */
int64_t cpeers_queue_ping_pong_ns(uint64_t rounds, uint64_t capacity);

/* One thread pushes `count` elements, another pops them. The nanoseconds of all; -1: no thread. */
int64_t cpeers_queue_stream_ns(uint64_t count, uint64_t capacity);

/* What the calling thread has done so far. */
uint64_t cpeers_allocations(void);
uint64_t cpeers_locks(void);

/* One deliberate allocation (freed at once), one deliberate lock, one deliberate system call. */
void cpeers_allocate_once(void);
void cpeers_lock_once(void);
void cpeers_call_once(void);

/* Waits until the descriptor is readable, at most for so many nanoseconds (0 or more). */
void cpeers_wait_readable(int descriptor, int64_t most_ns);

/* How the confined child ended. */
enum {
    CPEERS_CLEAN = 0,        /* it made no system call but its exit */
    CPEERS_CALLED = 1,       /* it made one and was killed for it */
    CPEERS_UNAVAILABLE = 2,  /* the system does not let us confine a child */
    CPEERS_FAILED = 3        /* it ended in some other way */
};

/* Runs `body(context)` in a forked child that is killed by its first system call. */
int cpeers_run_confined(void (*body)(void *), void *context);

#ifdef __cplusplus
}
#endif
#endif
