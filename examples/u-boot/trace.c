// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One client of kcov in U-Boot, called by its command. Nobody interrupts, and
 * there is one task, which runs from the first instruction on.
 */
#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "examples/u-boot/trace.h"
#include "port/bare/bare.h"

static struct kcov_device *device;
static unsigned long words;

static long set_up(int once)
{
	struct kcov_setup setup = {
		.size = sizeof(setup),
		.feedback = once ? KCOV_FEEDBACK_UNIQUE : KCOV_FEEDBACK_TRACE,
	};

	return bare_ioctl(device, KCOV_SETUP, (uintptr_t)&setup);
}

long trace_start(unsigned long count, int once)
{
	long error;

	if (device)
		return -EBUSY;
	device = bare_open();
	words = count;
	if (!device)
		return -ENOMEM;
	error = bare_ioctl(device, KCOV_INIT_TRACE, words);
	if (!error)
		error = set_up(once);
	if (!error)
		error = bare_ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC);
	if (error) {
		bare_close(device);
		device = NULL;
	}
	return error;
}

long trace_stop(struct trace *trace)
{
	struct kcov_stat stat = { .size = sizeof(stat) };
	long error;

	if (!device)
		return -EINVAL;
	error = bare_ioctl(device, KCOV_DISABLE, 0);
	if (!error)
		error = bare_ioctl(device, KCOV_STAT, (uintptr_t)&stat);
	trace->bytes = words * sizeof(*trace->area);
	trace->area = bare_map(device, trace->bytes, 0);
	trace->lost = stat.lost_full;
	/* It stays open, and so is its memory. */
	device = NULL;
	return error;
}
