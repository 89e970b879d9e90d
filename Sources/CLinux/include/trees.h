#pragma once
#include <stdint.h>

// What stands at a path, links not followed.
struct amorce_entry {
    int64_t size;
    uint32_t kind; // S_IFREG, S_IFDIR, S_IFLNK, or another
    uint32_t owner, group;
};
int amorce_entry_read(const char *path, struct amorce_entry *result);
// What a symbolic link says: how many bytes of it there are, which is more than the room for it where it is too long.
int64_t amorce_link_read(const char *path, char *target, uint32_t room);
// Gives a name to another owner, links not followed, and a file or folder its permissions.
int amorce_entry_settle(const char *path, uint32_t owner, uint32_t group, uint32_t mode, int is_link);
// Has two names change places, or gives one that is free.
int amorce_exchange(const char *path, const char *other);
int amorce_rename_new(const char *path, const char *free);
// Removes what stands at a path, with all that is below it; no link is followed.
int amorce_tree_remove(const char *path);
// Waits until all of a file system is on its disk.
int amorce_sync_file_system(const char *path);
// Where a text stands in a file for the first time from an offset on; -ENOENT where it does not.
int64_t amorce_file_find(int descriptor, int64_t offset, const uint8_t *text, uint32_t count);

// What tells whether names came or went in a folder: its place, and when that was last the case, in ns; and what time it is
// by the clock that said so.
struct amorce_folder_version {
    uint64_t device, inode;
    int64_t changed, now;
};
int amorce_folder_version(const char *path, struct amorce_folder_version *result);

enum { AMORCE_FILE = 0100000, AMORCE_FOLDER = 0040000, AMORCE_LINK = 0120000 };
