// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Nothing is collected, or by a runtime that needs no help in the hot path and
 * is not asked for what it collected. Every program has these hooks; those that
 * its runtime has of its own win.
 */
#include "bench/runtime.h"

#pragma weak runtime_begin
#pragma weak runtime_end
#pragma weak runtime_restart
#pragma weak runtime_reset
#pragma weak runtime_collect

void runtime_begin(const char *mode)
{
	(void)mode;
}

void runtime_end(void)
{
}

void runtime_restart(void)
{
}

void runtime_reset(void)
{
}

uint64_t runtime_collect(void)
{
	return 0;
}
