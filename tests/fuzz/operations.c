// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as the choices of a sequence of operations on the core, with the
 * reference as oracle. Failing services are among the choices.
 */
#include <stdlib.h>

#include "tests/fuzz/target.h"
#include "tests/model/source.h"
#include "tests/model/steps.h"

void steps_differ(void)
{
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static bool prepared;

	if (!prepared && steps_prepare())
		abort();
	prepared = true;
	source_bytes(count ? bytes : (const uint8_t *)"", count);
	steps_play(4096);
	return 0;
}
