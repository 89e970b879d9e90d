#pragma once
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

// One datagram in a batch. Addresses and ports are in host order.
struct amorce_datagram {
    uint8_t *bytes;          // the slot's own buffer
    uint32_t count;          // received, or to be sent
    uint32_t peer_address;   // who sent it, or who gets it
    uint32_t local_address;  // the address it was sent to, or 0; when sending, the source, or 0 for the kernel's choice
    uint32_t own_address;    // received only: this host's address to answer from; differs from the above for broadcasts
    int32_t interface_index; // where it came in; when sending, where it goes out, or 0 for the route's
    uint16_t peer_port;
    uint16_t truncated;      // it was longer than the slot
};

struct amorce_batch;

struct amorce_batch *amorce_batch_new(unsigned slots, unsigned bytes_per_slot);
void amorce_batch_free(struct amorce_batch *batch);
struct amorce_datagram *amorce_batch_slots(struct amorce_batch *batch);
// How many datagrams were received or sent.
int amorce_batch_receive(struct amorce_batch *batch, int descriptor);
int amorce_batch_send(struct amorce_batch *batch, int descriptor, unsigned first, unsigned count);
