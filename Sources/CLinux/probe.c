#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <linux/icmp.h>
#include <string.h>
#include <unistd.h>

static int failed(int descriptor) {
    int code = errno;
    close(descriptor);
    return -code;
}

static struct sockaddr_ll stations(int interface_index) {
    struct sockaddr_ll a = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETHERTYPE_ARP), .sll_ifindex = interface_index, .sll_halen = 6};
    memset(a.sll_addr, 0xff, 6);
    return a;
}

int amorce_arp_open(int interface_index) {
    // Protocol 0 hears nothing, so that what other links carry does not come in before the socket is bound.
    int s = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return -errno;
    struct sockaddr_ll a = stations(interface_index);
    if (bind(s, (struct sockaddr *)&a, sizeof a)) return failed(s);
    return s;
}

static int send_to(int descriptor, const uint8_t *bytes, uint32_t count, const void *address, socklen_t size) {
    ssize_t n;
    do n = sendto(descriptor, bytes, count, 0, address, size);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}

int amorce_arp_send(int descriptor, int interface_index, const uint8_t *bytes, uint32_t count) {
    struct sockaddr_ll to = stations(interface_index);
    return send_to(descriptor, bytes, count, &to, sizeof to);
}

int amorce_echo_open(void) {
    int s = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP);
    if (s < 0) return -errno;
    struct icmp_filter filter = {.data = ~(1u << ICMP_ECHOREPLY)};
    if (setsockopt(s, SOL_RAW, ICMP_FILTER, &filter, sizeof filter)) return failed(s);
    return s;
}

int amorce_echo_send(int descriptor, uint32_t address, const uint8_t *bytes, uint32_t count) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
    return send_to(descriptor, bytes, count, &to, sizeof to);
}

int amorce_probe_receive(int descriptor, uint8_t *bytes, uint32_t room) {
    ssize_t n;
    do n = recv(descriptor, bytes, room, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}
