#pragma once
#include <stdint.h>

// Runs programs, each with what the one before it writes as its input, the first with nothing; what the last one writes goes
// to `output`, and what any of them complains of to `errors`. Waits for all, and leaves what each said to waitpid(2) in
// `statuses`. The lists of words and the environment end with NULL; a program is a path.
int amorce_programs_run(char *const *const *programs, unsigned count, char *const environment[], const char *folder,
                        int output, int errors, int statuses[]);
// What waitpid(2) said: the exit status, or 128 and the signal that ended it, as shells count.
int amorce_exit_status(int status);
// A file without a name, in memory.
int amorce_memory_file(void);
