// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * CONFIG_KCOV_SELFTEST: while the first task boots, it enables a device of its
 * own and waits in code that has no callbacks. What is recorded meanwhile was
 * executed by interrupts, and a kernel that lets them is not to be trusted: it
 * panics, as the option promises. Called once, when devices have been set up.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include <uapi/linux/kcov.h>

#include "core/kcov.h"
#include "port/linux/linux.h"

enum { WORDS = 4096, TICKS = 30 };

/* Clock interrupts move jiffies on, so that many have struck in the end. */
static uintptr_t count_after_interrupts(const struct kcov_device *device)
{
	const unsigned long end = jiffies + TICKS;

	while (time_before(jiffies, end))
		barrier();
	return READ_ONCE(*(uintptr_t *)device->area.memory);
}

static int __init kcov_selftest(void)
{
	struct kcov_device *device = linux_device_alloc();
	uintptr_t count;

	if (!device || kcov_device_set_size(device, WORDS) ||
	    kcov_device_enable(device, &current->kcov, KCOV_TRACE_PC))
		panic("kcov: selftest: no device");
	count = count_after_interrupts(device);
	if (kcov_device_disable(device, &current->kcov))
		panic("kcov: selftest: the device stays enabled");
	kcov_device_put(device);
	if (count)
		panic("kcov: selftest: %lu records of interrupts",
		      (unsigned long)count);
	pr_info("kcov: selftest: %d ticks of the clock left no record\n",
		TICKS);
	return 0;
}

late_initcall(kcov_selftest);
