// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The part of the module that compares. */
#include "module.h"

#define COMPARE static noinline __maybe_unused
#include "compare.h"

void section_target_compare(void)
{
	compare_some();
}
