#ifndef BACKSTOP_CLINUX_H
#define BACKSTOP_CLINUX_H

/* The system calls that Swift's Glibc module lacks, as plain C functions.
 * Every function returns what the system call returns; -1 leaves the reason in errno. */

#include <stdint.h>
#include <sys/types.h>

/* eventfd(2), EFD_CLOEXEC | EFD_NONBLOCK. */
int clinux_eventfd(void);

/* prctl(PR_SET_PDEATHSIG, signal): this process receives `signal` when its parent dies. */
int clinux_set_parent_death_signal(int signal);

/* pthread_setname_np for the calling thread; at most 15 bytes are kept. */
int clinux_set_thread_name(const char *name);

/* getrandom(2): fills `buffer` from the kernel's random source, whatever its size. */
int clinux_random_bytes(void *buffer, size_t count);

/* accept4(2) with SOCK_CLOEXEC | SOCK_NONBLOCK. */
int clinux_accept(int listener);

/* CLOCK_MONOTONIC and CLOCK_REALTIME, in nanoseconds. */
int64_t clinux_monotonic_ns(void);
int64_t clinux_realtime_ns(void);

#endif
