#pragma once
#include <stdint.h>

// The hardware address that the kernel knows a neighbour on an Ethernet device by, from ARP; -ENXIO where it knows none.
// The address is in host order.
int amorce_neighbour_read(uint32_t address, const char *device, uint8_t hardware[6]);
