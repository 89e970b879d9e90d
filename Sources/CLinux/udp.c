#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

union control {
    char bytes[CMSG_SPACE(sizeof(struct in_pktinfo))];
    struct cmsghdr alignment;
};

struct amorce_batch {
    unsigned slots, bytes_per_slot;
    unsigned used; // how many of the messages were used since they were made ready to receive
    struct amorce_datagram *datagrams;
    struct mmsghdr *messages;
    struct iovec *vectors;
    struct sockaddr_in *addresses;
    union control *controls;
    uint8_t *buffers;
};

struct amorce_batch *amorce_batch_new(unsigned slots, unsigned bytes_per_slot) {
    struct amorce_batch *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->slots = b->used = slots;
    b->bytes_per_slot = bytes_per_slot;
    b->datagrams = calloc(slots, sizeof *b->datagrams);
    b->messages = calloc(slots, sizeof *b->messages);
    b->vectors = calloc(slots, sizeof *b->vectors);
    b->addresses = calloc(slots, sizeof *b->addresses);
    b->controls = calloc(slots, sizeof *b->controls);
    b->buffers = calloc(slots, bytes_per_slot);
    if (!b->datagrams || !b->messages || !b->vectors || !b->addresses || !b->controls || !b->buffers) {
        amorce_batch_free(b);
        return NULL;
    }
    for (unsigned i = 0; i < slots; i++) b->datagrams[i].bytes = b->buffers + (size_t)i * bytes_per_slot;
    return b;
}

void amorce_batch_free(struct amorce_batch *b) {
    free(b->datagrams);
    free(b->messages);
    free(b->vectors);
    free(b->addresses);
    free(b->controls);
    free(b->buffers);
    free(b);
}

struct amorce_datagram *amorce_batch_slots(struct amorce_batch *b) { return b->datagrams; }

static void read_control(struct msghdr *header, struct amorce_datagram *d) {
    d->local_address = 0;
    d->own_address = 0;
    d->interface_index = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != IPPROTO_IP || c->cmsg_type != IP_PKTINFO) continue;
        struct in_pktinfo info;
        memcpy(&info, CMSG_DATA(c), sizeof info);
        d->interface_index = info.ipi_ifindex;
        d->local_address = ntohl(info.ipi_addr.s_addr);
        d->own_address = ntohl(info.ipi_spec_dst.s_addr);
    }
}

static void write_control(struct msghdr *header, union control *control, const struct amorce_datagram *d) {
    if (!d->interface_index && !d->local_address) return;
    memset(control, 0, sizeof *control);
    header->msg_control = control;
    header->msg_controllen = sizeof *control;
    struct cmsghdr *c = CMSG_FIRSTHDR(header);
    c->cmsg_level = IPPROTO_IP;
    c->cmsg_type = IP_PKTINFO;
    c->cmsg_len = CMSG_LEN(sizeof(struct in_pktinfo));
    struct in_pktinfo info = {.ipi_ifindex = d->interface_index, .ipi_spec_dst.s_addr = htonl(d->local_address)};
    memcpy(CMSG_DATA(c), &info, sizeof info);
}

int amorce_batch_receive(struct amorce_batch *b, int descriptor) {
    for (unsigned i = 0; i < b->used; i++) {
        b->vectors[i] = (struct iovec){b->datagrams[i].bytes, b->bytes_per_slot};
        b->messages[i].msg_hdr = (struct msghdr){
            .msg_name = &b->addresses[i], .msg_namelen = sizeof b->addresses[i],
            .msg_iov = &b->vectors[i], .msg_iovlen = 1,
            .msg_control = &b->controls[i], .msg_controllen = sizeof b->controls[i],
        };
    }
    int n;
    do n = recvmmsg(descriptor, b->messages, b->slots, MSG_DONTWAIT, NULL);
    while (n < 0 && errno == EINTR);
    int code = errno;
    // The one behind the last was looked at, too.
    b->used = n < 0 ? 1 : (unsigned)n < b->slots ? (unsigned)n + 1 : b->slots;
    if (n < 0) return -code;
    for (int i = 0; i < n; i++) {
        struct amorce_datagram *d = &b->datagrams[i];
        d->count = b->messages[i].msg_len;
        d->truncated = (b->messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0;
        d->peer_address = ntohl(b->addresses[i].sin_addr.s_addr);
        d->peer_port = ntohs(b->addresses[i].sin_port);
        read_control(&b->messages[i].msg_hdr, d);
    }
    return n;
}

int amorce_batch_send(struct amorce_batch *b, int descriptor, unsigned first, unsigned count) {
    if (first > b->slots || count > b->slots - first) return -EINVAL;
    if (b->used < first + count) b->used = first + count;
    for (unsigned i = first; i < first + count; i++) {
        struct amorce_datagram *d = &b->datagrams[i];
        b->vectors[i] = (struct iovec){d->bytes, d->count};
        b->addresses[i] = (struct sockaddr_in){
            .sin_family = AF_INET, .sin_port = htons(d->peer_port), .sin_addr.s_addr = htonl(d->peer_address),
        };
        b->messages[i].msg_hdr = (struct msghdr){
            .msg_name = &b->addresses[i], .msg_namelen = sizeof b->addresses[i],
            .msg_iov = &b->vectors[i], .msg_iovlen = 1,
        };
        write_control(&b->messages[i].msg_hdr, &b->controls[i], d);
    }
    int n;
    do n = sendmmsg(descriptor, b->messages + first, count, 0);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}
