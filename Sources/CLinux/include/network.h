#pragma once
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdint.h>
#include <sys/un.h>

// A UDP socket on address:port (host order), with IP_PKTINFO, SO_BROADCAST and no DF bit; bound to a device unless
// NULL. Non-blocking, close-on-exec.
int amorce_udp_open(uint32_t address, uint16_t port, const char *device);
// A packet socket that sends and never receives: protocol 0, so that its queue cannot fill.
int amorce_packet_open(void);
// Sends an IPv4 packet to a hardware address on a link; the kernel writes the Ethernet header.
int amorce_packet_send(int descriptor, int interface_index, const uint8_t hardware[6], const uint8_t *bytes,
                       uint32_t count);
// A listening TCP socket.
// Shared: other sockets of this user may be bound to the same address, and the kernel deals connections out among them.
int amorce_tcp_listen(uint32_t address, uint16_t port, int backlog, int is_shared);
// A listening Unix socket with these permissions; a stale socket file is replaced, a live one is -EADDRINUSE.
int amorce_unix_listen(const char *path, unsigned mode, int backlog);
// The port (host order) that a bound socket has.
int amorce_bound_port(int descriptor);

struct amorce_interface {
    int32_t index;
    uint32_t address; // host order; 0 when it has none
    uint32_t mask;
    int32_t mtu;
    uint8_t hardware[6];
    uint16_t hardware_type;
    uint16_t is_up;
};
int amorce_interface_read(const char *name, struct amorce_interface *result);
