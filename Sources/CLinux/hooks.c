#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int amorce_hook_start(const char *program, char *const words[], char *const environment[], const char *folder, int input,
                      int output, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure) return -failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure) {
        posix_spawn_file_actions_destroy(&actions);
        return -failure;
    }
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    failure = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, output, 2);
    if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!failure) failure = posix_spawn(process, program, &actions, &attributes, words, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failure) return -failure;
    int descriptor = (int)syscall(SYS_pidfd_open, *process, 0);
    if (descriptor >= 0) return descriptor;
    int code = errno;
    kill(-*process, SIGKILL);
    while (waitpid(*process, &failure, 0) < 0 && errno == EINTR) {}
    return -code;
}

int amorce_hook_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC)) return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return 0;
}

int amorce_hook_status(pid_t process, int *status) {
    pid_t found;
    do found = waitpid(process, status, WNOHANG);
    while (found < 0 && errno == EINTR);
    return found < 0 ? -errno : found == 0 ? -EAGAIN : 0;
}

int amorce_hook_file(const char *path, uint32_t *mode, uint32_t *owner, int *is_regular) {
    struct stat status;
    if (stat(path, &status)) return -errno;
    *mode = status.st_mode & 07777;
    *owner = status.st_uid;
    *is_regular = S_ISREG(status.st_mode);
    return 0;
}
