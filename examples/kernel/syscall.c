// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the kernel does for a client, and what is traced of it: this file is
 * instrumented. Clients and the kernel trust each other here.
 */
#include "examples/expr.h"
#include "kernel.h"

static long evaluate(const char *text, struct expr_result *result)
{
	*result = expr_evaluate(text);
	return result->error ? -EINVAL : 0;
}

long system_call(unsigned long number, unsigned long a, unsigned long b,
		 unsigned long c)
{
	switch (number) {
	case SYS_PRINT:
		print("%s", (const char *)a);
		return 0;
	case SYS_LINE:
		serial_line((char *)a, b);
		return 0;
	case SYS_OPEN:
		return (long)bare_open();
	case SYS_IOCTL:
		return bare_ioctl((struct kcov_device *)a, (unsigned int)b, c);
	case SYS_MAP:
		return (long)bare_map((struct kcov_device *)a, b, 0);
	case SYS_EVALUATE:
		return evaluate((const char *)a, (struct expr_result *)b);
	case SYS_TICKS:
		return (long)ticks_of((unsigned int)a);
	case SYS_YIELD:
		task_yield();
		return 0;
	case SYS_POWER_OFF:
		power_off((unsigned int)a);
	case SYS_END:
		task_end();
	}
	return -EINVAL;
}
