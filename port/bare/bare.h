/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a kernel calls of its port, and what the port asks of the kernel. The
 * system calls of a client come down to the first five.
 */
#ifndef BARE_H
#define BARE_H

#include "core/kcov.h"

/* Task context. NULL: no memory. */
struct kcov_device *bare_open(void);
/* The last descriptor goes; a task that has the device enabled keeps it. */
void bare_close(struct kcov_device *device);
/* 0 or -errno. */
long bare_ioctl(struct kcov_device *device, unsigned int command,
		uintptr_t argument);
/*
 * For clients that cannot map: copies what the area has from that byte on. How
 * many bytes there were, 0 behind the end; or -errno.
 */
long bare_read(struct kcov_device *device, uintptr_t client_pointer,
	       size_t bytes, uint64_t offset);
/* The memory that a client maps as a whole; NULL: -EINVAL. */
void *bare_map(struct kcov_device *device, size_t bytes, uint64_t offset);

/* A task begins, made by the running one; the running task ends. */
void bare_task_created(struct kcov_task *task);
void bare_task_exited(void);
/* Around what the running task does on behalf of a client (remote coverage). */
void bare_remote_start(uint64_t handle);
void bare_remote_stop(void);

#endif /* BARE_H */
