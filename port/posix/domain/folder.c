// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The folder that names a domain: KCOV_DOMAIN, or kcov in the user's run-time
 * folder, or one in /dev/shm. It must be the user's own and nobody else's to
 * enter. It stays empty: who has the same folder has the same domain.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "port/posix/domain/domain.h"
#include "port/posix/os/raw.h"

/* Small enough for the stack of a signal handler. */
#define PATH_CHARS 1024

static bool join(char path[PATH_CHARS], const char *front, const char *back)
{
	size_t length = strlen(front);
	size_t more = strlen(back) + 1;

	if (length + more > PATH_CHARS)
		return false;
	memcpy(path, front, length);
	memcpy(path + length, back, more);
	return true;
}

/* That of another user may be in the environment after su. */
static bool is_own_folder(const char *path)
{
	struct stat64 st;

	return path && path[0] == '/' && !posix_raw_stat(path, &st) &&
	       st.st_uid == geteuid();
}

static bool find_path(char path[PATH_CHARS])
{
	const char *chosen = getenv("KCOV_DOMAIN");
	const char *run = getenv("XDG_RUNTIME_DIR");
	char digits[KCOV_DIGITS];

	if (chosen && chosen[0])
		return join(path, chosen, "");
	if (is_own_folder(run))
		return join(path, run, "/kcov");
	return join(path, "/dev/shm/kcov-", posix_digits(digits, geteuid()));
}

/* What is wrong with it, or NULL. */
static const char *complaint_about(int fd, struct stat64 *st)
{
	if (posix_raw_fstat(fd, st))
		return " cannot be examined";
	if (st->st_uid != geteuid())
		return " belongs to another user";
	if (st->st_mode & 077)
		return " is open to other users (its mode must be 0700)";
	if (posix_raw(SYS_flock, fd, LOCK_EX))
		return " cannot be locked";
	return NULL;
}

static const char *why_not_open(int err)
{
	switch (err) {
	case -ELOOP:
	case -ENOTDIR:
		return " is not a folder";
	case -EACCES:
	case -EPERM:
		return " may not be entered";
	case -EMFILE:
	case -ENFILE:
		return " cannot be opened for want of a descriptor"
		       " (RLIMIT_NOFILE)";
	default:
		return " cannot be made";
	}
}

int posix_folder_open(struct stat64 *st)
{
	char path[PATH_CHARS] = "KCOV_DOMAIN";
	const char *complaint = " is too long";
	int fd = -1;

	if (find_path(path)) {
		posix_raw(SYS_mkdirat, AT_FDCWD, path, 0700);
		/* A link could lead into somebody else's. */
		fd = (int)posix_raw(SYS_openat, AT_FDCWD, path,
				    O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
					    O_CLOEXEC);
		complaint = fd < 0 ? why_not_open(fd) : complaint_about(fd, st);
	}
	if (!complaint)
		return fd;
	posix_domain_complain(path, complaint,
			      "set KCOV_DOMAIN to a folder of your own");
	if (fd >= 0)
		posix_raw(SYS_close, fd);
	return -1;
}
