#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

// Connecting a datagram socket looks the route up and sends nothing.
static int connect_to(uint32_t address) {
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s < 0) return -errno;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(address)};
    if (!connect(s, (struct sockaddr *)&a, sizeof a)) return s;
    int code = errno;
    close(s);
    return -code;
}

int amorce_path_mtu(uint32_t address) {
    int s = connect_to(address);
    if (s < 0) return s;
    int mtu = 0;
    socklen_t size = sizeof mtu;
    int failed = getsockopt(s, IPPROTO_IP, IP_MTU, &mtu, &size);
    int code = errno;
    close(s);
    return failed ? -code : mtu;
}

uint32_t amorce_route_source(uint32_t address) {
    int s = connect_to(address);
    if (s < 0) return 0;
    struct sockaddr_in own = {0};
    socklen_t size = sizeof own;
    int failed = getsockname(s, (struct sockaddr *)&own, &size);
    close(s);
    return failed ? 0 : ntohl(own.sin_addr.s_addr);
}
