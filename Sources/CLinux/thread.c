#define _GNU_SOURCE 1
#include "CLinux.h"
#include <pthread.h>

static _Thread_local const void *current_loop;

void amorce_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }
void amorce_set_current_loop(const void *loop) { current_loop = loop; }
const void *amorce_current_loop(void) { return current_loop; }
