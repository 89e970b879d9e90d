#pragma once

// A descriptor on which the kernel tells that something changed in a folder (inotify(7)). Non-blocking, close-on-exec.
int amorce_folder_notices_open(void);
// From now on changes in this folder are told, too; a second time is as good as once.
int amorce_folder_notices_watch(int descriptor, const char *path);
// Takes some of what was told: how many bytes, or a negative error number, -EAGAIN where nothing is left.
int amorce_folder_notices_read(int descriptor);
