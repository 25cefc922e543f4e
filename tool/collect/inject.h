/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * System calls that a stopped thread makes because we want it to, and how it
 * gets a device by them. Afterwards it stands where it stood, with the
 * descriptors it had.
 */
#ifndef KCOV_TOOL_INJECT_H
#define KCOV_TOOL_INJECT_H

#include <stdbool.h>
#include <sys/types.h>

#include "tool/collect/device.h"
#include "tool/collect/registers.h"

struct injection {
	pid_t tid;
	struct registers before;
	uint64_t code; /* where it makes system calls */
	int signal;    /* that came meanwhile, 0: none; to be delivered */
	int ended;     /* the wait status, if it ended meanwhile, else -1 */
};

/*
 * `code` is where the thread's process has code that makes system calls, for a
 * thread that does not stand behind one; or 0. False if it cannot be used so.
 */
bool inject_begin(struct injection *injection, pid_t tid, uint64_t code);
/* The result or -errno. */
long inject_call(struct injection *injection, long number, uint64_t a,
		 uint64_t b, uint64_t c, uint64_t d);
/* Memory for code; its address or -errno. */
long inject_map(struct injection *injection, size_t bytes);
/* A function of the process; the result, or -ESRCH. */
long inject_function(struct injection *injection, uint64_t function, uint64_t a,
		     uint64_t b, uint64_t c);
void inject_end(struct injection *injection);

/*
 * Hands our device over and enables it there, by the kernel or by the library's
 * `ioctl` if that is not 0. `pid` is the thread's process. NULL, or what did
 * not work, in static memory.
 */
const char *inject_device(struct injection *injection, pid_t pid,
			  const struct device *device, unsigned int mode,
			  uint64_t ioctl);

#endif /* KCOV_TOOL_INJECT_H */
