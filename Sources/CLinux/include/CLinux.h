#pragma once
// GNU-only system calls that Swift cannot reach. No _GNU_SOURCE here: `fd_set` would clash with Swift's own Glibc
// module. It is defined in the .c files.
#include <stdint.h>
