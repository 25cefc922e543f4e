// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is wrong with the environment, in one line on stderr that says what to
 * do, once for each cause: the caller gets an errno, which says neither.
 * Without stdio, which signal handlers must not enter.
 */
#include <string.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

static const char *const lines[] = {
	[KCOV_NO_MEMFD] =
		"kcov: no device: memfd_create is refused, by a seccomp filter "
		"or an old kernel; allow it in the filter\n",
	[KCOV_NO_DESCRIPTOR] = "kcov: no descriptor left for a device; raise "
			       "RLIMIT_NOFILE (ulimit -n) or close some\n",
	[KCOV_NO_FILE_SIZE] =
		"kcov: no device: RLIMIT_FSIZE is below what a device's file "
		"pretends to have; raise it (ulimit -f unlimited)\n",
	[KCOV_NO_PROC] =
		"kcov: no device with this access mode: /proc cannot be used; "
		"mount it (mount -t proc proc /proc) or open with O_RDWR\n",
	[KCOV_NO_MEMORY] =
		"kcov: no memory for a device; close some, or raise the limit "
		"of this control group or of RLIMIT_AS (ulimit -v)\n",
};

static bool said[sizeof(lines) / sizeof(lines[0])];

void kcov_complain(enum kcov_complaint complaint)
{
	const char *line = lines[complaint];

	if (__atomic_exchange_n(&said[complaint], true, __ATOMIC_RELAXED))
		return;
	kcov_raw(SYS_write, STDERR_FILENO, line, strlen(line));
}
