#pragma once
#include <stdint.h>

// A packet socket that hears the ARP packets that come in on one link. Non-blocking, close-on-exec.
int amorce_arp_open(int interface_index);
// Sends an ARP packet to every station of the link; the kernel writes the Ethernet header.
int amorce_arp_send(int descriptor, int interface_index, const uint8_t *bytes, uint32_t count);
// A raw socket that hears ICMP echo replies, each with its IPv4 header. Non-blocking, close-on-exec.
int amorce_echo_open(void);
// Sends an ICMP message to an address (host order).
int amorce_echo_send(int descriptor, uint32_t address, const uint8_t *bytes, uint32_t count);
// The next packet's length, cut to the room for it; -EAGAIN if none has come.
int amorce_probe_receive(int descriptor, uint8_t *bytes, uint32_t room);
