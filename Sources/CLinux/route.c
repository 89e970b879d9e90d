#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int amorce_path_mtu(uint32_t address) {
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s < 0) return -errno;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(address)};
    int mtu = 0;
    socklen_t size = sizeof mtu;
    // Connecting a datagram socket looks the route up and sends nothing.
    int failed = connect(s, (struct sockaddr *)&a, sizeof a) || getsockopt(s, IPPROTO_IP, IP_MTU, &mtu, &size);
    int code = errno;
    close(s);
    return failed ? -code : mtu;
}
