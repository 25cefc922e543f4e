// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-file-calls, U-reopen, K-dump: what a device answers to calls
 * that files have, in a kernel and in user space, where a memfd is behind it.
 * No client needs them; each answer is fixed here, so that a change is noticed.
 * kills: a seal that is lost, a difference that nobody knows of.
 */
/* The file behind a device in user space is longer than 32 bits can say. */
#define _FILE_OFFSET_BITS 64
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "target.h"

/* In smaps, the flags of the mapping that begins there: "rd wr sh ...". */
static bool has_flag(const void *address, const char *flag)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	char line[512], begin[32];
	bool inside = false, found = false;

	CHECK(maps);
	snprintf(begin, sizeof(begin), "%lx-", (unsigned long)address);
	while (fgets(line, sizeof(line), maps)) {
		if (!strncmp(line, begin, strlen(begin)))
			inside = true;
		if (inside && !strncmp(line, "VmFlags:", 8)) {
			found = strstr(line, flag);
			break;
		}
	}
	fclose(maps);
	CHECK(inside);
	return found;
}

/* A new open of the file is a new device; in user space it is the file again. */
static void check_reopen(const struct session *session)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", session->fd);
	fd = CHECK_OK(open(path, O_RDWR));
	if (host_is_kernel())
		CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, session->words));
	else
		CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, session->words), EBUSY);
	CHECK_OK(close(fd));
}

static void check_file_calls(const struct session *session)
{
	if (host_is_kernel()) {
		CHECK_ERR(fsync(session->fd), EINVAL);
		CHECK_ERR(fallocate(session->fd, 0, 0, 4096), EOPNOTSUPP);
		/* ftruncate() takes the pages of every mapping there is. */
	} else {
		CHECK_OK(fsync(session->fd));
		CHECK_OK(fallocate(session->fd, 0, 0, 4096));
		CHECK_ERR(ftruncate(session->fd, 0), EPERM);
		CHECK_ERR(ftruncate(session->fd, 1l << 40), EPERM);
	}
}

/* What was recorded is there again, where the memory is a file's. */
static void check_advice(const struct session *session)
{
	const size_t bytes = session->words * sizeof(unsigned long);

	if (host_is_kernel())
		return;
	CHECK_OK(madvise(session->area, bytes, MADV_DONTNEED));
	CHECK(count(session) > 0);
	CHECK_OK(madvise(session->area, bytes, MADV_REMOVE));
	CHECK_EQ(count(session), 0);
}

TEST("calls on the file behind a device are answered as documented")
{
	struct session session = session_open(page_words());

	CHECK_EQ(has_flag(session.area, " dd"), host_is(OURS));
	enable(&session);
	target_a();
	disable(&session);
	CHECK(count(&session) > 0);
	check_reopen(&session);
	check_file_calls(&session);
	CHECK(count(&session) > 0);
	check_advice(&session);
	/* And it is a device still. */
	enable(&session);
	target_a();
	CHECK(count(&session) > 0);
	disable(&session);
	session_close(&session);
}
