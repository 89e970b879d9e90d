#pragma once
#include <stdint.h>

// The longest packet in bytes that the kernel knows to reach an address (host order) whole.
int amorce_path_mtu(uint32_t address);

// The own address that packets to an address (host order) leave from; 0 where there is no way to it.
uint32_t amorce_route_source(uint32_t address);
