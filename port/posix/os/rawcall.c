// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One system call, without libc: libc's syscall() is one of the calls that we
 * stand in for, and it sets errno, which the program must not notice. Any
 * thread, signal handlers too.
 */
#include "port/posix/os/arch.h"
#include "port/posix/os/raw.h"

__asm__(POSIX_SYSTEM_CALL);

#ifdef POSIX_CALLS_LIBC
/* Here interpose.c leaves syscall() alone. */
long posix_system_call(long number, long a, long b, long c, long d, long e,
		       long f)
{
	int saved_errno = errno;
	long result = syscall(number, a, b, c, d, e, f);

	if (result == -1)
		result = -errno;
	errno = saved_errno;
	return result;
}
#endif
