#include "folder_notices.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

int amorce_folder_notices_open(void) {
    int s = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return s < 0 ? -errno : s;
}

int amorce_folder_notices_watch(int descriptor, const char *path) {
    uint32_t mask = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF
        | IN_ATTRIB | IN_ONLYDIR;
    return inotify_add_watch(descriptor, path, mask) < 0 ? -errno : 0;
}

int amorce_folder_notices_read(int descriptor) {
    char bytes[4096] __attribute__((aligned(8)));
    ssize_t n;
    do n = read(descriptor, bytes, sizeof bytes);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}
