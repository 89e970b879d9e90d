#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int spawn(pid_t *process, char *const words[], char *const environment[], const char *folder, int input,
                 int output, int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure) return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure) {
        posix_spawn_file_actions_destroy(&actions);
        return failure;
    }
    // The command line ignores it, and programs would inherit that.
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    failure = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (!failure)
        failure = input < 0 ? posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
                            : posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (!failure) failure = posix_spawn(process, words[0], &actions, &attributes, words, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

int amorce_programs_run(char *const *const *programs, unsigned count, char *const environment[], const char *folder,
                        int output, int errors, int statuses[]) {
    enum { most = 4 };
    pid_t processes[most];
    unsigned started = 0;
    int input = -1, failure = 0;
    if (count > most) return -EINVAL;
    while (started < count && !failure) {
        int ends[2] = {-1, output};
        if (started + 1 < count && pipe2(ends, O_CLOEXEC)) {
            failure = errno;
            break;
        }
        failure = spawn(&processes[started], programs[started], environment, folder, input, ends[1], errors);
        if (input >= 0) close(input);
        if (started + 1 < count) close(ends[1]);
        input = ends[0];
        if (!failure) started++;
    }
    // A program before one that did not start ends when nobody reads what it writes.
    if (input >= 0) close(input);
    for (unsigned i = 0; i < started; i++)
        while (waitpid(processes[i], &statuses[i], 0) < 0 && errno == EINTR) {}
    return -failure;
}

int amorce_exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int amorce_memory_file(void) {
    int descriptor = memfd_create("output", MFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}
