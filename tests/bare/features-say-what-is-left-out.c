// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-K3: a kcov without remote sections says so when it is asked.
 * kills: a feature that is promised and not there.
 */
#include "port/bare/bare.h"

#include <uapi/linux/kcov_extended.h>

#include "tests/unit/tap.h"

int main(void)
{
	static struct kcov_task task = KCOV_TASK_IDLE;
	struct kcov_query query = { .size = sizeof(query) };
	struct kcov_device *device;

	bare_cpu()->task = &task;
	device = bare_open();
	tap_ok(!bare_ioctl(device, KCOV_QUERY, (uintptr_t)&query) &&
		       query.features & KCOV_FEATURE_UNIQUE,
	       "what is there is told");
	tap_ok(!(query.features & KCOV_FEATURE_REMOTE),
	       "what is left out is not");
	bare_close(device);
	return tap_done();
}
