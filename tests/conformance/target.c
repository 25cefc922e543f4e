// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The instrumented object of every test program. Deterministic: the same call
 * takes the same path every time. No data is written, so that a call on
 * several threads at once is still the same call.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"

#define NOINLINE __attribute__((noinline))
/* Nobody needs the values, but without a use the calls are optimised away. */
#define USE(value) __asm__ volatile("" : : "r"(value))

static NOINLINE int odd_step(int value)
{
	if (value > 100)
		return value - 7;
	return value * 3 + 1;
}

static NOINLINE int even_step(int value)
{
	switch (value & 3) {
	case 0:
		return value + 5;
	case 1:
		return value ^ 0x10;
	default:
		return value - 1;
	}
}

static NOINLINE int walk(unsigned int bits)
{
	int value = 1;
	int i;

	for (i = 0; i < 6; i++) {
		if (bits >> i & 1)
			value = odd_step(value);
		else
			value = even_step(value);
	}
	return value;
}

/* Calls that fail or only read: nothing a test could notice afterwards. */
static NOINLINE long system_call(unsigned int n)
{
	switch (n % TARGET_SYSCALLS) {
	case 0:
		return syscall(SYS_getppid);
	case 1:
		return syscall(SYS_uname, 0L);
	case 2:
		return syscall(SYS_getcwd, 0L, 0L);
	case 3:
		return syscall(SYS_getpgid, 0L);
	case 4:
		return syscall(SYS_lseek, -1L, 0L, 0L);
	case 5:
		return syscall(SYS_fchdir, -1L);
	case 6:
		return syscall(SYS_fsync, -1L);
	default:
		return syscall(SYS_times, 1L);
	}
}

void target_a(void)
{
	if (syscall(SYS_getppid) >= 0)
		USE(walk(0x15));
	syscall(SYS_read, -1L, 0L, 0L);
}

void target_b(void)
{
	if (syscall(SYS_getpgid, 0L) >= 0)
		USE(walk(0x2c));
	syscall(SYS_getcwd, 0L, 0L);
}

void target_path(unsigned int n)
{
	USE(walk(n));
	system_call(n);
}
