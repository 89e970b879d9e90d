#include "include/host.h"
#include <errno.h>
#include <sys/timex.h>

int amorce_clock_is_kept(void) {
    struct timex clock = {0};
    if (adjtimex(&clock) < 0) return -errno;
    return (clock.status & STA_UNSYNC) == 0;
}
