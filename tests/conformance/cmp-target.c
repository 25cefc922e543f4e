// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The object that is instrumented for comparisons too: see comparisons.h. It
 * has a text section of its own, so that a PC of it can be told from any other.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "comparisons.h"
#include "target.h"

#define COMPARE __attribute__((noinline, section("compare_text")))
#include "compare.h"

/* Kernels do not calculate with these, so they are not in compare.h. */
COMPARE int compare_floats(float a, float b)
{
	return a < b;
}

COMPARE int compare_doubles(double a, double b)
{
	return a < b;
}

COMPARE void compare_a(void)
{
	if (target_elsewhere && target_elsewhere(TARGET_COMPARE_A))
		return;
	syscall(SYS_read, -1L, 0L, 0L);
	compare_some();
	syscall(SYS_getcwd, 0L, 0L);
}
