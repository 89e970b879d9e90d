#pragma once
#include <stdint.h>

// Datagrams of blocks, gathered from memory where it lies, and sent with as few system calls as there can be: what goes to
// one peer in blocks of one size is one message, which the kernel cuts up (UDP_SEGMENT).
struct amorce_burst;

struct amorce_burst *amorce_burst_new(void);
void amorce_burst_free(struct amorce_burst *burst);
// The blocks that follow go to a peer (host order), from an own address, or 0 for the socket's. Each is `segment` bytes long
// with its header, but for the last one, which may be shorter.
void amorce_burst_to(struct amorce_burst *burst, uint32_t peer, uint16_t port, uint32_t local, uint32_t segment);
// Whether one more block has room; when not, it is time to send.
int amorce_burst_has_room(const struct amorce_burst *burst);
// Starts a block with four bytes in network order.
void amorce_burst_block(struct amorce_burst *burst, uint32_t header);
// Goes on with the block, at most AMORCE_PIECES times. The bytes must stay where they are until all is sent.
void amorce_burst_piece(struct amorce_burst *burst, const uint8_t *bytes, uint32_t count);
// Sends all, and forgets it. Waits for a queue that is full, a moment; what finds no room then is lost, as on the wire.
// Answers how many blocks went out.
int amorce_burst_send(struct amorce_burst *burst, int descriptor);

enum { AMORCE_PIECES = 4 };
