#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int amorce_client_open(int is_stream, uint32_t address, uint16_t port) {
    int s = socket(AF_INET, (is_stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return -errno;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
    if (connect(s, (struct sockaddr *)&a, sizeof a) && errno != EINPROGRESS) {
        int code = errno;
        close(s);
        return -code;
    }
    return s;
}

int amorce_client_open_path(const char *path) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof a.sun_path) return -ENAMETOOLONG;
    memcpy(a.sun_path, path, strlen(path) + 1);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return -errno;
    if (connect(s, (struct sockaddr *)&a, sizeof a)) {
        int code = errno;
        close(s);
        return -code;
    }
    return s;
}

int amorce_client_send(int descriptor, const uint8_t *bytes, uint32_t count) {
    ssize_t n;
    do n = send(descriptor, bytes, count, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}

int amorce_client_receive(int descriptor, uint8_t *bytes, uint32_t capacity) {
    ssize_t n;
    do n = recv(descriptor, bytes, capacity, 0);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}
