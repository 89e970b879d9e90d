#pragma once
#include <stdint.h>

// A socket on which the kernel tells that a link or an IPv4 address comes, goes or changes (rtnetlink(7)). Non-blocking,
// close-on-exec.
int amorce_notices_open(void);
// The next datagram of it: how many bytes it has, which is more than `count` where its end was cut off.
int amorce_notices_read(int descriptor, uint8_t *bytes, uint32_t count);
