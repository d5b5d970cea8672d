/* Counts heap allocations and locks of each thread, by standing in front of the C library.
 *
 * Not for sanitizer builds, which stand in the same place. Freeing is not counted: what is never allocated
 * is never freed. */

#define _GNU_SOURCE
#include "cpeers.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static __thread uint64_t allocations __attribute__((tls_model("initial-exec")));
static __thread uint64_t locks __attribute__((tls_model("initial-exec")));

void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    allocations++;
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
    allocations++;
    void *taken = __libc_memalign(alignment, size);
    if (taken == NULL) return ENOMEM;
    *memory = taken;
    return 0;
}

void free(void *memory) { __libc_free(memory); }

/* Each stands in for one lock of the C library; the real one is looked up at its first use. */
#define COUNTED(name, type)                                                        \
    int name(type *lock) {                                                         \
        static int (*real)(type *);                                                \
        int (*call)(type *) = __atomic_load_n(&real, __ATOMIC_ACQUIRE);            \
        if (call == NULL) {                                                        \
            call = (int (*)(type *))dlsym(RTLD_NEXT, #name);                       \
            __atomic_store_n(&real, call, __ATOMIC_RELEASE);                       \
        }                                                                          \
        locks++;                                                                   \
        return call(lock);                                                         \
    }

COUNTED(pthread_mutex_lock, pthread_mutex_t)
COUNTED(pthread_mutex_trylock, pthread_mutex_t)
COUNTED(pthread_rwlock_rdlock, pthread_rwlock_t)
COUNTED(pthread_rwlock_wrlock, pthread_rwlock_t)

uint64_t cpeers_allocations(void) { return allocations; }
uint64_t cpeers_locks(void) { return locks; }

void cpeers_allocate_once(void) {
    void *volatile memory = malloc(48);
    free(memory);
}

void cpeers_lock_once(void) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
}
