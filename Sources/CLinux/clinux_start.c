#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between fork and exec: only what is safe while other threads of the parent held their locks. */
static int become(const char *path, char *const arguments[], int output, int errors, int signal, pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0, 0, 0) != 0) return errno;
    /* The parent may have ended before the request was made. */
    if (getppid() != parent) return ESRCH;
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) return errno;
    int input = open("/dev/null", O_RDONLY);
    if (input < 0 || dup2(input, STDIN_FILENO) < 0) return errno;
    if (dup2(output, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0) return errno;
    execv(path, arguments);
    return errno;
}

int clinux_start(pid_t *child, const char *path, char *const arguments[], int output, int errors, int signal) {
    int news[2];
    /* Closed by a successful exec, so that its end says so. */
    if (pipe2(news, O_CLOEXEC) != 0) return errno;
    pid_t parent = getpid();
    pid_t started = fork();
    if (started == 0) {
        int failure = become(path, arguments, output, errors, signal, parent);
        (void)!write(news[1], &failure, sizeof failure);
        _exit(127);
    }
    int failure = started < 0 ? errno : 0;
    close(news[1]);
    if (started > 0) {
        ssize_t got;
        do got = read(news[0], &failure, sizeof failure);
        while (got < 0 && errno == EINTR);
        if (got == 0) failure = 0;
        if (failure != 0)
            while (waitpid(started, NULL, 0) < 0 && errno == EINTR) {}
    }
    close(news[0]);
    *child = started;
    return failure;
}
