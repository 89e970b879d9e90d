#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int amorce_neighbour_read(uint32_t address, const char *device, uint8_t hardware[6]) {
    struct arpreq request = {0};
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
    if (strlen(device) >= sizeof request.arp_dev) return -ENODEV;
    strcpy(request.arp_dev, device);
    memcpy(&request.arp_pa, &a, sizeof a);
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s < 0) return -errno;
    int failed = ioctl(s, SIOCGARP, &request);
    int code = errno;
    close(s);
    if (failed) return -code;
    // An entry that waits for an answer is not one yet.
    if (!(request.arp_flags & ATF_COM) || request.arp_ha.sa_family != ARPHRD_ETHER) return -ENXIO;
    memcpy(hardware, request.arp_ha.sa_data, 6);
    return 0;
}
