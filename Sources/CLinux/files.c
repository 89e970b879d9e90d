#define _GNU_SOURCE 1
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int amorce_open_directory(const char *path) {
    int descriptor = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int amorce_open_beneath(int directory, const char *path) {
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    // EAGAIN: something above was renamed meanwhile, so that the kernel could not tell whether the path stays below.
    for (int tries = 0; tries < 8; tries++) {
        long descriptor = syscall(SYS_openat2, directory, path, &how, sizeof how);
        if (descriptor >= 0) return (int)descriptor;
        if (errno != EAGAIN && errno != EINTR) break;
    }
    return -errno;
}

int amorce_file_read(int descriptor, struct amorce_file *result) {
    struct stat status;
    if (fstat(descriptor, &status)) return -errno;
    result->size = status.st_size;
    result->modified_milliseconds = (int64_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000;
    result->device = status.st_dev;
    result->inode = status.st_ino;
    result->changed = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    result->is_regular = S_ISREG(status.st_mode);
    return 0;
}

int amorce_file_stamp(int directory, const char *path, struct amorce_stamp *result) {
    struct stat status;
    if (fstatat(directory, path, &status, 0)) return -errno;
    result->device = status.st_dev;
    result->inode = status.st_ino;
    result->size = status.st_size;
    result->modified = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    result->changed = (int64_t)status.st_ctim.tv_sec * 1000000000 + status.st_ctim.tv_nsec;
    return 0;
}
