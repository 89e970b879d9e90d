#pragma once
// GNU-only system calls, variadic ones and macros that Swift cannot reach. No _GNU_SOURCE in these headers: `fd_set`
// would clash with Swift's own Glibc module. It is defined in the .c files.
// Every function that can fail answers a negative errno.
#include "burst.h"
#include "client.h"
#include "files.h"
#include "host.h"
#include "neighbour.h"
#include "network.h"
#include "notices.h"
#include "probe.h"
#include "programs.h"
#include "route.h"
#include "thread.h"
#include "trees.h"
#include "udp.h"
