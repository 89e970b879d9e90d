#pragma once
#include <stdint.h>

// A socket that is connected to address:port (host order), from a port of the kernel's choice. It hears that peer only, and
// is told of closed ports. Over TCP the connection may still be under way. Non-blocking, close-on-exec.
int amorce_client_open(int is_stream, uint32_t address, uint16_t port);
// A stream socket that is connected to the Unix socket at a path. Non-blocking, close-on-exec.
int amorce_client_open_path(const char *path);
// How many bytes went; -EAGAIN when none can go yet.
int amorce_client_send(int descriptor, const uint8_t *bytes, uint32_t count);
// How many bytes came; 0 at the end of a stream; -EAGAIN when nothing is there.
int amorce_client_receive(int descriptor, uint8_t *bytes, uint32_t capacity);
