#ifndef BACKSTOP_CLINUX_H
#define BACKSTOP_CLINUX_H

/* The system calls that Swift's Glibc module lacks, as plain C functions.
 * Every function returns what the system call returns; -1 leaves the reason in errno. */

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

/* eventfd(2), EFD_CLOEXEC | EFD_NONBLOCK. */
int clinux_eventfd(void);

/* prctl(PR_SET_PDEATHSIG, signal): this process receives `signal` when its parent dies. */
int clinux_set_parent_death_signal(int signal);

/* fork(2) and execv(2): starts a program with empty standard input and these descriptors as output and errors, all
 * signals unblocked. The kernel sends it `signal` when the thread that called this ends. 0 or an error number. */
int clinux_start(pid_t *child, const char *path, char *const arguments[], int output, int errors, int signal);

/* pthread_setname_np for the calling thread; at most 15 bytes are kept. */
int clinux_set_thread_name(const char *name);

/* getrandom(2): fills `buffer` from the kernel's random source, whatever its size. */
int clinux_random_bytes(void *buffer, size_t count);

/* accept4(2) with SOCK_CLOEXEC | SOCK_NONBLOCK. */
int clinux_accept(int listener);

/* CLOCK_MONOTONIC and CLOCK_REALTIME, in nanoseconds. */
int64_t clinux_monotonic_ns(void);
int64_t clinux_realtime_ns(void);

/* futex(2), FUTEX_WAIT_BITSET | PRIVATE: sleeps while `*word == expected`, at most until `deadline_ns` of
 * CLOCK_MONOTONIC (INT64_MAX: no limit). 0 when woken; -1 with EAGAIN, EINTR or ETIMEDOUT otherwise. */
int clinux_futex_wait(const void *word, uint32_t expected, int64_t deadline_ns);

/* futex(2), FUTEX_WAKE | PRIVATE: wakes at most `count` sleepers; how many it woke. */
int clinux_futex_wake(const void *word, int count);

/* Tells the processor that the thread spins: PAUSE on x86-64, YIELD on arm64. */
static inline void clinux_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

/* pthread_setaffinity_np: `thread` runs on processor `cpu` alone. 0 or an error number. */
int clinux_pin_thread(pthread_t thread, int cpu);

/* sched_getaffinity of the process: how many processors it may use, -1 on failure. */
int clinux_processor_count(void);

/* sched_getaffinity of the process: the number of its `index`-th processor, -1 when there is none. */
int clinux_processor(int index);

/* pthread_setschedparam with SCHED_FIFO: `thread` precedes every ordinary one. 0 or an error number. */
int clinux_prioritize_thread(pthread_t thread, int priority);

/* mlockall(MCL_CURRENT | MCL_FUTURE). 0 or an error number; EPERM without trying where RLIMIT_MEMLOCK is set
 * and binds: the call would succeed, and a later allocation fail. */
int clinux_lock_memory(void);

#endif
