#pragma once
#include <stdint.h>

// Whether somebody keeps the kernel's clock right (adjtimex(2)): 1 or 0.
int amorce_clock_is_kept(void);
