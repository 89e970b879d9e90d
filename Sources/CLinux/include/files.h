#pragma once
#include <stdint.h>

// A descriptor of what lies below a directory, links followed as long as they stay below it and none of /proc's;
// read-only, never waiting for a FIFO's writer.
int amorce_open_beneath(int directory, const char *path);
int amorce_open_directory(const char *path);

struct amorce_file {
    int64_t size;
    int64_t modified_milliseconds;
    // What tells this content of it from every other: its place, and when it was last changed, in ns.
    uint64_t device, inode;
    int64_t changed;
    int32_t is_regular;
};
int amorce_file_read(int descriptor, struct amorce_file *result);

// What changes when a file or folder does, or another one takes its name; times in ns.
struct amorce_stamp {
    uint64_t device, inode;
    int64_t size, modified, changed;
};
int amorce_file_stamp(int directory, const char *path, struct amorce_stamp *result);
