#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/signalfd.h>

void amorce_thread_name(const char *name);

// The event loop that owns this thread. A thread-local of C's, since pthread_self() may be cached across an `await`.
void amorce_set_current_loop(const void *loop);
const void *amorce_current_loop(void);
