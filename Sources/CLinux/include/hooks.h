#pragma once
#include <stdint.h>
#include <sys/types.h>

// Starts a program as the leader of a process group of its own, with no signal blocked or ignored, and no descriptor but 0, 1
// and 2: `input`, and `output` for both others. The lists end with NULL. Answers a descriptor that is readable when it has ended.
int amorce_hook_start(const char *program, char *const words[], char *const environment[], const char *folder, int input,
                      int output, pid_t *process);
// Both ends of a pipe: the first never waits, and neither outlives an exec.
int amorce_hook_pipe(int ends[2]);
// What waitpid(2) said of a process; -EAGAIN while it runs.
int amorce_hook_status(pid_t process, int *status);
// The permission bits, the owner and whether it is a regular file, of what a path leads to.
int amorce_hook_file(const char *path, uint32_t *mode, uint32_t *owner, int *is_regular);
