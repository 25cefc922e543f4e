/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Tasks and devices on the scripted host, for tests of the core alone. */
#ifndef KCOV_TESTS_CORE_FIXTURE_H
#define KCOV_TESTS_CORE_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/device.h"
#include "core/kcov.h"
#include "core/remote.h"
#include "tests/port_fake/fake.h"
#include "tests/unit/tap.h"

#define USB(n) (KCOV_SUBSYSTEM_USB | (n))

/* REMOTE_ENABLE's argument, with room for one handle too many. */
union remote {
	struct kcov_remote_arg arg;
	uint64_t room[3 + KCOV_REMOTE_MAX_HANDLES + 1];
};

static inline void new_task(struct kcov_task *task)
{
	*task = (struct kcov_task)KCOV_TASK_IDLE;
	fake_current = task;
	fake_context = KCOV_CONTEXT_TASK;
}

static inline struct kcov_device *sized_device(size_t words)
{
	struct kcov_device *device = fake_device_open();

	if (kcov_device_set_size(device, words))
		exit(99);
	return device;
}

static inline long enable(struct kcov_device *device, uintptr_t mode)
{
	return kcov_ioctl(device, fake_current, KCOV_ENABLE, mode);
}

static inline long disable(struct kcov_device *device)
{
	return kcov_ioctl(device, fake_current, KCOV_DISABLE, 0);
}

static inline void ask(union remote *remote, uint32_t words, uint32_t handles,
		       uint64_t common)
{
	uint32_t i;

	memset(remote, 0, sizeof(*remote));
	remote->arg.trace_mode = KCOV_TRACE_PC;
	remote->arg.area_size = words;
	remote->arg.num_handles = handles;
	remote->arg.common_handle = common;
	for (i = 0; i < handles && i < KCOV_REMOTE_MAX_HANDLES; i++)
		remote->arg.handles[i] = USB(i);
}

static inline long remote_enable(struct kcov_device *device,
				 union remote *remote)
{
	return kcov_ioctl(device, fake_current, KCOV_REMOTE_ENABLE,
			  (uintptr_t)remote);
}

/* All ones if it is refused. */
static inline struct kcov_stat stat_of(struct kcov_device *device)
{
	struct kcov_stat stat = { .size = sizeof(stat) };

	if (kcov_ioctl(device, fake_current, KCOV_STAT, (uintptr_t)&stat))
		memset(&stat, 0xff, sizeof(stat));
	return stat;
}

/* Everything went home: no object beyond `before`, no lock, no complaint. */
static inline bool nothing_left(int before)
{
	return fake_live_objects == before && !fake_locks_held() &&
	       !fake_complaints && !fake_armed;
}

#endif /* KCOV_TESTS_CORE_FIXTURE_H */
