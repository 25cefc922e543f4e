// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is wrong with the environment, in one line on stderr that says what to
 * do, once for each cause: the caller gets an errno, which says neither. And
 * what sections lose, whose callers get nothing at all. Without stdio, which
 * signal handlers must not enter.
 */
#include <string.h>
#include <sys/uio.h>

#include "port/posix/os/os.h"
#include "port/posix/os/raw.h"

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
	[KCOV_BLOCK_LENT] =
		"kcov: nothing is collected while a child of clone() with "
		"CLONE_VM runs in its parent's thread block; use CLONE_VFORK, "
		"or CLONE_SETTLS with a block for it\n",
	[KCOV_NO_HANDLE] =
		"kcov: a section was started with what is no handle, and "
		"collects nothing; make handles by kcov_remote_handle() of "
		"<linux/kcov.h>\n",
	/* A handle follows. */
	[KCOV_NO_AREA] =
		"kcov: a section collects nothing, as its session has as many "
		"private areas as it may have (64, of 2^26 words together), or "
		"there is no memory; ask for a smaller area_size; its handle: ",
	[KCOV_SECTION_TOO_DEEP] =
		"kcov: a section inside as many others as collect at a time "
		"collects nothing; if a kcov_remote_stop() is left out, add "
		"it; its handle: ",
	[KCOV_SECTION_LEFT_OPEN] =
		"kcov: a thread ended inside a section, whose records are "
		"lost; call kcov_remote_stop() on every way out; a handle of "
		"its session: ",
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
	posix_raw(SYS_writev, STDERR_FILENO, line, (long)count);
}

static bool said_of[sizeof(lines) / sizeof(lines[0])];

void posix_complain(enum posix_complaint complaint)
{
	say_once(&said_of[complaint], &lines[complaint], 1);
}

/* In hexadecimal, from the end of the room backwards. */
static const char *written(uint64_t number, char *end)
{
	do
		*--end = "0123456789abcdef"[number % 16];
	while (number /= 16);
	*--end = 'x';
	*--end = '0';
	return end;
}

void posix_complain_of(enum posix_complaint complaint, uint64_t handle)
{
	char room[sizeof("0x0123456789abcdef")] = "";
	const char *const parts[] = { lines[complaint],
				      written(handle, room + sizeof(room) - 1),
				      "\n" };

	say_once(&said_of[complaint], parts, sizeof(parts) / sizeof(parts[0]));
}

/* Once a process is enough: what is wrong with its domain stays wrong. */
void posix_domain_complain(const char *subject, const char *what,
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
