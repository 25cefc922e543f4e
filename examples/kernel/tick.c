// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is done each millisecond, traced for who listens to its handle: this
 * file is instrumented, and runs in an interrupt of whatever task there is.
 */
#include <uapi/linux/kcov.h>

#include "kernel.h"

static struct {
	unsigned long milliseconds, seconds;
} uptime;

/* Of the other harts, which keep no time. */
static unsigned long ticks[HARTS];

static void second_passes(void)
{
	uptime.seconds++;
}

static void millisecond_passes(void)
{
	if (++uptime.milliseconds % 1000 == 0)
		second_passes();
}

static void other_hart_ticks(unsigned int hart)
{
	ticks[hart]++;
}

static void tick_of(unsigned int hart)
{
	if (hart)
		other_hart_ticks(hart);
	else
		millisecond_passes();
}

void tick(void)
{
	bare_remote_start(TICK_HANDLE);
	tick_of(hart_id());
	bare_remote_stop();
}
