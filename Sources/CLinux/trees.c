#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int amorce_entry_read(const char *path, struct amorce_entry *result) {
    struct stat status;
    if (lstat(path, &status)) return -errno;
    result->size = status.st_size;
    result->kind = status.st_mode & S_IFMT;
    result->owner = status.st_uid;
    result->group = status.st_gid;
    return 0;
}

int64_t amorce_link_read(const char *path, char *target, uint32_t room) {
    ssize_t count = readlink(path, target, room);
    return count < 0 ? -errno : count == (ssize_t)room ? count + 1 : count;
}

int amorce_entry_settle(const char *path, uint32_t owner, uint32_t group, uint32_t mode, int is_link) {
    // Only root may give away; whoever is not owns what it wrote.
    if (geteuid() == 0 && lchown(path, owner, group)) return -errno;
    if (!is_link && fchmodat(AT_FDCWD, path, mode, 0)) return -errno;
    return 0;
}

int amorce_exchange(const char *path, const char *other) {
    return renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_EXCHANGE) ? -errno : 0;
}

int amorce_rename_new(const char *path, const char *free) {
    return renameat2(AT_FDCWD, path, AT_FDCWD, free, RENAME_NOREPLACE) ? -errno : 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status, (void)kind, (void)place;
    return remove(path) ? errno : 0;
}

int amorce_tree_remove(const char *path) {
    int failure = nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    return failure < 0 ? -errno : -failure;
}

int amorce_sync_file_system(const char *path) {
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    int failure = syncfs(descriptor) ? errno : 0;
    close(descriptor);
    return -failure;
}

int64_t amorce_file_find(int descriptor, int64_t offset, const uint8_t *text, uint32_t count) {
    enum { size = 1 << 20 };
    if (count == 0 || count > size / 2) return -EINVAL;
    uint8_t *bytes = malloc(size);
    if (!bytes) return -ENOMEM;
    int64_t result = -ENOENT;
    for (;;) {
        ssize_t got = pread(descriptor, bytes, size, offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) result = -errno;
        if (got < (ssize_t)count) break;
        const uint8_t *found = memmem(bytes, got, text, count);
        if (found) {
            result = offset + (found - bytes);
            break;
        }
        // The text may begin in what was read and end in what follows.
        offset += got - (count - 1);
    }
    free(bytes);
    return result;
}

int amorce_folder_version(const char *path, struct amorce_folder_version *result) {
    struct stat status;
    struct timespec now;
    if (stat(path, &status)) return -errno;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    result->device = status.st_dev;
    result->inode = status.st_ino;
    result->changed = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    result->now = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    return 0;
}
