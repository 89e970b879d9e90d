#pragma once
#include <stdint.h>

// The longest packet in bytes that the kernel knows to reach an address (host order) whole.
int amorce_path_mtu(uint32_t address);
