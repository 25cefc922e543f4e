// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Nothing is collected, or by a runtime that needs no help in the hot path. */
#include "bench/runtime.h"

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
