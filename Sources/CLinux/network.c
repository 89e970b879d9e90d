#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(int descriptor) {
    int code = errno;
    if (descriptor >= 0) close(descriptor);
    return -code;
}

static int turn_on(int descriptor, int level, int option) {
    int one = 1;
    return setsockopt(descriptor, level, option, &one, sizeof one);
}

static struct sockaddr_in internet(uint32_t address, uint16_t port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
}

int amorce_udp_open(uint32_t address, uint16_t port, const char *device) {
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return -errno;
    int no_discovery = IP_PMTUDISC_DONT;
    struct sockaddr_in a = internet(address, port);
    // Several sockets share port 67, each bound to its device; without one, the port is this socket's alone.
    if (device && turn_on(s, SOL_SOCKET, SO_REUSEADDR)) return failed(s);
    if (turn_on(s, SOL_SOCKET, SO_BROADCAST) || turn_on(s, IPPROTO_IP, IP_PKTINFO)) return failed(s);
    if (setsockopt(s, IPPROTO_IP, IP_MTU_DISCOVER, &no_discovery, sizeof no_discovery)) return failed(s);
    if (device && setsockopt(s, SOL_SOCKET, SO_BINDTODEVICE, device, strlen(device) + 1)) return failed(s);
    if (bind(s, (struct sockaddr *)&a, sizeof a)) return failed(s);
    return s;
}

int amorce_packet_open(void) {
    int s = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return s < 0 ? -errno : s;
}

int amorce_packet_send(int descriptor, int interface_index, const uint8_t hardware[6], const uint8_t *bytes,
                       uint32_t count) {
    struct sockaddr_ll to = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETHERTYPE_IP), .sll_ifindex = interface_index, .sll_halen = 6};
    memcpy(to.sll_addr, hardware, 6);
    ssize_t n;
    do n = sendto(descriptor, bytes, count, 0, (struct sockaddr *)&to, sizeof to);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}

int amorce_tcp_listen(uint32_t address, uint16_t port, int backlog, int is_shared) {
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return -errno;
    struct sockaddr_in a = internet(address, port);
    if (turn_on(s, SOL_SOCKET, SO_REUSEADDR)) return failed(s);
    if (is_shared && turn_on(s, SOL_SOCKET, SO_REUSEPORT)) return failed(s);
    if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, backlog)) return failed(s);
    return s;
}

int amorce_unix_listen(const char *path, unsigned mode, int backlog) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof a.sun_path) return -ENAMETOOLONG;
    strcpy(a.sun_path, path);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return -errno;
    if (!connect(s, (struct sockaddr *)&a, sizeof a)) {
        close(s);
        return -EADDRINUSE;
    }
    struct stat status;
    if (errno == ECONNREFUSED && !lstat(path, &status) && S_ISSOCK(status.st_mode)) unlink(path);
    mode_t former = umask(0777 & ~mode);
    int bound = bind(s, (struct sockaddr *)&a, sizeof a);
    umask(former);
    if (bound || listen(s, backlog)) return failed(s);
    return s;
}

int amorce_bound_port(int descriptor) {
    struct sockaddr_in a;
    socklen_t size = sizeof a;
    if (getsockname(descriptor, (struct sockaddr *)&a, &size)) return -errno;
    return ntohs(a.sin_port);
}

int amorce_interface_read(const char *name, struct amorce_interface *result) {
    struct ifreq request = {0};
    if (strlen(name) >= sizeof request.ifr_name) return -ENODEV;
    strcpy(request.ifr_name, name);
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s < 0) return -errno;
    *result = (struct amorce_interface){0};
    if (ioctl(s, SIOCGIFINDEX, &request)) return failed(s);
    result->index = request.ifr_ifindex;
    if (ioctl(s, SIOCGIFFLAGS, &request)) return failed(s);
    result->is_up = (request.ifr_flags & IFF_UP) != 0;
    if (ioctl(s, SIOCGIFMTU, &request)) return failed(s);
    result->mtu = request.ifr_mtu;
    if (ioctl(s, SIOCGIFHWADDR, &request)) return failed(s);
    result->hardware_type = request.ifr_hwaddr.sa_family;
    memcpy(result->hardware, request.ifr_hwaddr.sa_data, 6);
    if (!ioctl(s, SIOCGIFADDR, &request)) {
        result->address = ntohl(((struct sockaddr_in *)&request.ifr_addr)->sin_addr.s_addr);
        if (!ioctl(s, SIOCGIFNETMASK, &request))
            result->mask = ntohl(((struct sockaddr_in *)&request.ifr_netmask)->sin_addr.s_addr);
    }
    close(s);
    return 0;
}
