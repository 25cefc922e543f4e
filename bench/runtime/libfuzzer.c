// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* libFuzzer's own runtime, as it is; it is not asked for what it collected. */
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
