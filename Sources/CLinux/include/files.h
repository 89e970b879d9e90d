#pragma once
#include <stdint.h>

// A descriptor of what lies below a directory, links followed as long as they stay below it and none of /proc's;
// read-only, never waiting for a FIFO's writer.
int amorce_open_beneath(int directory, const char *path);
int amorce_open_directory(const char *path);

struct amorce_file {
    int64_t size;
    int64_t modified_milliseconds;
    int32_t is_regular;
};
int amorce_file_read(int descriptor, struct amorce_file *result);
