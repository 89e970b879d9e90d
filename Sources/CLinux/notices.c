#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

int amorce_notices_open(void) {
    int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (s < 0) return -errno;
    struct sockaddr_nl a = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR};
    if (!bind(s, (struct sockaddr *)&a, sizeof a)) return s;
    int code = errno;
    close(s);
    return -code;
}

int amorce_notices_read(int descriptor, uint8_t *bytes, uint32_t count) {
    ssize_t n;
    do n = recv(descriptor, bytes, count, MSG_DONTWAIT | MSG_TRUNC);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}
