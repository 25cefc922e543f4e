// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The instrumented object of every test program. Deterministic: the same call
 * takes the same path every time. No data is written, so that a call on
 * several threads at once is still the same call.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"
#include "walk.h"

bool (*target_elsewhere)(unsigned int which);

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
		return syscall(SYS_getsid, 0L);
	case 6:
		return syscall(SYS_fsync, -1L);
	default:
		return syscall(SYS_times, 1L);
	}
}

static bool is_elsewhere(unsigned int which)
{
	return target_elsewhere && target_elsewhere(which);
}

void target_a(void)
{
	if (is_elsewhere(TARGET_A))
		return;
	if (syscall(SYS_getppid) >= 0)
		USE(walk(0x15));
	syscall(SYS_read, -1L, 0L, 0L);
}

void target_b(void)
{
	if (is_elsewhere(TARGET_B))
		return;
	if (syscall(SYS_getpgid, 0L) >= 0)
		USE(walk(0x2c));
	syscall(SYS_getcwd, 0L, 0L);
}

void target_path(unsigned int n)
{
	if (is_elsewhere(TARGET_PATH + n))
		return;
	USE(walk(n));
	system_call(n);
}
