#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum {
    MESSAGES = 64,
    BLOCKS = 512,
    VECTORS = BLOCKS * (1 + AMORCE_PIECES),
    SEGMENTS = 64,          // the kernel's UDP_MAX_SEGMENTS, in its oldest form
    MESSAGE_BYTES = 65000,  // below 65,507, which is all that one UDP datagram can have
    PATIENCE = 10,          // ms, for a queue that is full
};

union control {
    char bytes[CMSG_SPACE(sizeof(struct in_pktinfo)) + CMSG_SPACE(sizeof(uint16_t))];
    struct cmsghdr alignment;
};

struct message {
    struct sockaddr_in to;
    uint32_t local, segment, blocks, bytes, first_vector, vectors;
};

struct amorce_burst {
    struct sockaddr_in to;
    uint32_t local, segment;
    int is_new; // the next block starts a message
    int whole;  // the kernel would not cut messages up: it gets one block at a time
    unsigned messages, blocks, vectors;
    struct message message[MESSAGES];
    struct mmsghdr header[MESSAGES];
    union control control[MESSAGES];
    struct iovec vector[VECTORS];
    uint32_t number[BLOCKS];
};

struct amorce_burst *amorce_burst_new(void) { return calloc(1, sizeof(struct amorce_burst)); }
void amorce_burst_free(struct amorce_burst *b) { free(b); }

void amorce_burst_to(struct amorce_burst *b, uint32_t peer, uint16_t port, uint32_t local, uint32_t segment) {
    b->to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(peer)};
    b->local = local;
    b->segment = segment;
    b->is_new = 1;
}

int amorce_burst_has_room(const struct amorce_burst *b) { return b->messages < MESSAGES && b->blocks < BLOCKS; }

void amorce_burst_block(struct amorce_burst *b, uint32_t header) {
    if (!amorce_burst_has_room(b)) return;
    struct message *m = b->messages ? &b->message[b->messages - 1] : NULL;
    if (b->is_new || !m || b->whole || m->blocks == SEGMENTS || m->bytes + b->segment > MESSAGE_BYTES) {
        m = &b->message[b->messages++];
        *m = (struct message){.to = b->to, .local = b->local, .segment = b->segment, .first_vector = b->vectors};
        b->is_new = 0;
    }
    uint32_t *number = &b->number[b->blocks++];
    *number = htonl(header);
    m->blocks++;
    m->vectors++;
    m->bytes += sizeof *number;
    b->vector[b->vectors++] = (struct iovec){number, sizeof *number};
}

void amorce_burst_piece(struct amorce_burst *b, const uint8_t *bytes, uint32_t count) {
    if (!b->messages || b->vectors == VECTORS) return;
    struct message *m = &b->message[b->messages - 1];
    m->vectors++;
    m->bytes += count;
    b->vector[b->vectors++] = (struct iovec){(void *)bytes, count};
}

static void write_control(struct msghdr *header, union control *control, const struct message *m) {
    memset(control, 0, sizeof *control);
    header->msg_control = control;
    header->msg_controllen = sizeof *control;
    size_t used = 0;
    struct cmsghdr *c = CMSG_FIRSTHDR(header);
    if (m->local) {
        struct in_pktinfo info = {.ipi_spec_dst.s_addr = htonl(m->local)};
        *c = (struct cmsghdr){.cmsg_level = IPPROTO_IP, .cmsg_type = IP_PKTINFO, .cmsg_len = CMSG_LEN(sizeof info)};
        memcpy(CMSG_DATA(c), &info, sizeof info);
        used += CMSG_SPACE(sizeof info);
        c = CMSG_NXTHDR(header, c);
    }
    if (m->blocks > 1) {
        uint16_t segment = (uint16_t)m->segment;
        *c = (struct cmsghdr){.cmsg_level = IPPROTO_UDP, .cmsg_type = UDP_SEGMENT, .cmsg_len = CMSG_LEN(sizeof segment)};
        memcpy(CMSG_DATA(c), &segment, sizeof segment);
        used += CMSG_SPACE(sizeof segment);
    }
    header->msg_controllen = used;
    if (!used) header->msg_control = NULL;
}

// A kernel or a device that cannot cut messages up gets its blocks one by one.
static int send_blocks(struct amorce_burst *b, int descriptor, unsigned index) {
    struct message whole = b->message[index];
    struct msghdr header = b->header[index].msg_hdr;
    struct message one = whole;
    one.blocks = 1;
    write_control(&header, &b->control[index], &one);
    struct iovec *vector = &b->vector[whole.first_vector], *end = vector + whole.vectors;
    int sent = 0;
    while (vector < end) {
        size_t bytes = 0;
        header.msg_iov = vector;
        do bytes += (vector++)->iov_len;
        while (vector < end && bytes < whole.segment);
        header.msg_iovlen = (size_t)(vector - header.msg_iov);
        if (sendmsg(descriptor, &header, 0) >= 0) sent++;
    }
    return sent;
}

static int wait_for_room(int descriptor) {
    struct pollfd p = {.fd = descriptor, .events = POLLOUT};
    return poll(&p, 1, PATIENCE) == 1;
}

int amorce_burst_send(struct amorce_burst *b, int descriptor) {
    for (unsigned i = 0; i < b->messages; i++) {
        struct message *m = &b->message[i];
        struct msghdr *header = &b->header[i].msg_hdr;
        *header = (struct msghdr){
            .msg_name = &m->to, .msg_namelen = sizeof m->to, .msg_iov = &b->vector[m->first_vector],
            .msg_iovlen = m->vectors};
        write_control(header, &b->control[i], m);
    }
    unsigned next = 0;
    int sent = 0;
    while (next < b->messages) {
        int n = b->messages - next == 1 ? (int)sendmsg(descriptor, &b->header[next].msg_hdr, 0)
                                        : sendmmsg(descriptor, b->header + next, b->messages - next, 0);
        if (n >= 0) {
            unsigned last = b->messages - next == 1 ? next + 1 : next + (unsigned)n;
            for (; next < last; next++) sent += (int)b->message[next].blocks;
            continue;
        }
        int code = errno;
        if (code == EINTR) continue;
        if ((code == EAGAIN || code == ENOBUFS) && wait_for_room(descriptor)) {
            if (code == ENOBUFS) next++;
            continue;
        }
        if (b->message[next].blocks > 1 && (code == EIO || code == EINVAL || code == EMSGSIZE || code == EOPNOTSUPP)) {
            b->whole = code != EMSGSIZE && code != EINVAL;
            sent += send_blocks(b, descriptor, next);
        }
        next++;
    }
    b->messages = b->blocks = b->vectors = 0;
    b->is_new = 1;
    return sent;
}
