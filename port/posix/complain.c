// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is wrong with the environment, in one line on stderr that says what to
 * do, once for each cause: the caller gets an errno, which says neither.
 * Without stdio, which signal handlers must not enter.
 */
#include <string.h>
#include <sys/uio.h>

#include "port/posix/domain.h"
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

#define MOST_PARTS 6

static void say_once(bool *said, const char *const parts[], size_t count)
{
	struct iovec line[MOST_PARTS];
	size_t i;

	if (__atomic_exchange_n(said, true, __ATOMIC_RELAXED))
		return;
	for (i = 0; i < count; i++) {
		line[i].iov_base = (void *)parts[i];
		line[i].iov_len = strlen(parts[i]);
	}
	/* In one call, so that it stays one line. */
	kcov_raw(SYS_writev, STDERR_FILENO, line, (long)count);
}

void kcov_complain(enum kcov_complaint complaint)
{
	static bool said[sizeof(lines) / sizeof(lines[0])];

	say_once(&said[complaint], &lines[complaint], 1);
}

/* Once a process is enough: what is wrong with its domain stays wrong. */
void kcov_domain_complain(const char *subject, const char *what,
			  const char *remedy)
{
	static bool said;
	const char *const parts[MOST_PARTS] = {
		"kcov: ", subject,
		what,	  "; remote coverage stays within this process; ",
		remedy,	  "\n"
	};

	say_once(&said, parts, MOST_PARTS);
}
