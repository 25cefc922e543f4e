// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is done each millisecond, traced for who listens to its handle: this
 * file is instrumented, and runs in an interrupt of whatever task there is.
 */
#include <uapi/linux/kcov.h>

#include "kernel.h"

static unsigned long ticks[HARTS];
static unsigned long seconds;

static void second_passes(void)
{
	seconds++;
}

/* The first hart keeps the time. */
static void millisecond_passes(void)
{
	if (++ticks[0] % 1000 == 0)
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

unsigned long ticks_of(unsigned int hart)
{
	return __atomic_load_n(&ticks[hart], __ATOMIC_RELAXED);
}
