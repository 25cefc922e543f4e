// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Two programs in user mode, and the kernel that starts them. One evaluates
 * each line of the serial line and traces the call; the other listens meanwhile
 * to what the timer's interrupts do. They say where their areas are, for
 * whoever has the machine's memory.
 */
#include <uapi/linux/kcov.h>

#include "examples/expr.h"
#include "kernel.h"

#define WORDS 1024
#define ENOUGH 10 /* milliseconds of each hart */

static long call(unsigned long number, unsigned long a, unsigned long b,
		 unsigned long c)
{
	register unsigned long a0 __asm__("a0") = a;
	register unsigned long a1 __asm__("a1") = b;
	register unsigned long a2 __asm__("a2") = c;
	register unsigned long a7 __asm__("a7") = number;

	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a1), "r"(a2), "r"(a7)
			 : "memory");
	return (long)a0;
}

static void say(const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	call(SYS_PRINT, (unsigned long)text, 0, 0);
}

/* What must not fail does not. */
static void must(const char *what, bool good)
{
	if (good)
		return;
	say("%s fails\n", what);
	call(SYS_POWER_OFF, 1, 0, 0);
}

static unsigned long open_device(unsigned long **area)
{
	unsigned long device = (unsigned long)call(SYS_OPEN, 0, 0, 0);

	must("open", device);
	must("KCOV_INIT_TRACE",
	     !call(SYS_IOCTL, device, KCOV_INIT_TRACE, WORDS));
	*area = (unsigned long *)call(SYS_MAP, device, WORDS * sizeof(**area),
				      0);
	must("map", *area);
	return device;
}

static void disable(unsigned long device)
{
	must("KCOV_DISABLE", !call(SYS_IOCTL, device, KCOV_DISABLE, 0));
}

static void say_area(const char *name, const unsigned long *area)
{
	say("%s: %lu records at 0x%lx, %lu bytes\n", name, area[0],
	    (unsigned long)area, WORDS * sizeof(*area));
}

static uint32_t listened;

static bool passed(unsigned int hart, unsigned long since)
{
	return (unsigned long)call(SYS_TICKS, hart, 0, 0) - since >= ENOUGH;
}

/* Until both harts are in the area, which does not get full meanwhile. */
static void wait_for_both(unsigned long *area)
{
	unsigned long since[HARTS] = { 0 };
	bool both = false;

	while (!both) {
		if (!since[0] || area[0] > WORDS / 2) {
			__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
			since[0] = (unsigned long)call(SYS_TICKS, 0, 0, 0);
			since[1] = (unsigned long)call(SYS_TICKS, 1, 0, 0);
		}
		call(SYS_YIELD, 0, 0, 0);
		both = passed(0, since[0]) && passed(1, since[1]);
	}
}

/* To the timers. */
static void listen(void *unused)
{
	struct kcov_remote_arg argument = { .trace_mode = KCOV_TRACE_PC,
					    .area_size = WORDS,
					    .common_handle = TICK_HANDLE };
	unsigned long *area;
	unsigned long device = open_device(&area);

	must("KCOV_REMOTE_ENABLE", !call(SYS_IOCTL, device, KCOV_REMOTE_ENABLE,
					 (unsigned long)&argument));
	wait_for_both(area);
	disable(device);
	say_area("remote", area);
	__atomic_store_n(&listened, 1, __ATOMIC_RELEASE);
	call(SYS_END, 0, 0, 0);
}

static void evaluate(const char *line)
{
	struct expr_result result;
	unsigned long *area;
	unsigned long device = open_device(&area);

	must("KCOV_ENABLE",
	     !call(SYS_IOCTL, device, KCOV_ENABLE, KCOV_TRACE_PC));
	call(SYS_EVALUATE, (unsigned long)line, (unsigned long)&result, 0);
	disable(device);
	if (result.error)
		say("%s, at character %d\n", result.error, result.position);
	else
		say("%lld\n", result.value);
	say_area("local", area);
}

static void read_lines(void *unused)
{
	char line[128];

	call(SYS_LINE, (unsigned long)line, sizeof(line), 0);
	while (line[0]) {
		evaluate(line);
		call(SYS_LINE, (unsigned long)line, sizeof(line), 0);
	}
	while (!__atomic_load_n(&listened, __ATOMIC_ACQUIRE))
		call(SYS_YIELD, 0, 0, 0);
	call(SYS_POWER_OFF, 0, 0, 0);
}

void kernel_main(void)
{
	if (kcov_interrupts_prepare(2 * HARTS, WORDS))
		panic("no areas for interrupts", WORDS);
	task_start_client(read_lines, NULL);
	task_start_client(listen, NULL);
}
