/* A child process that its first system call kills: proof that a piece of code makes none. */

#define _GNU_SOURCE
#include "cpeers.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNCONFINED = 77 };

/* Only the exit is let through. The architecture is not checked: the child runs this program's code alone. */
static int confine(void) {
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {sizeof(rules) / sizeof(rules[0]), rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int cpeers_run_confined(void (*body)(void *), void *context) {
    const pid_t child = fork();
    if (child < 0) return CPEERS_UNAVAILABLE;
    if (child == 0) {
        if (confine() != 0) _exit(UNCONFINED);
        body(context);
        _exit(0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return CPEERS_FAILED;
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) return CPEERS_CALLED;
    if (!WIFEXITED(status)) return CPEERS_FAILED;
    switch (WEXITSTATUS(status)) {
    case 0: return CPEERS_CLEAN;
    case UNCONFINED: return CPEERS_UNAVAILABLE;
    default: return CPEERS_FAILED;
    }
}

void cpeers_call_once(void) { syscall(SYS_getpid); }
