// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R1: num_handles is read first (EFAULT) and bounded (EINVAL), then the rest
 * is read (EFAULT), all of it before the state of device and thread is looked
 * at (EINVAL, EBUSY).
 * kills: one copy of the greatest size; the state checked before the copy; the
 * bound checked after it.
 */
#include <string.h>

#include "remote.h"

#define HEADER sizeof(struct kcov_remote_arg)

static size_t page;
static char *pages;

/* So many bytes of a request that says num_handles, at the end of memory. */
static void *cut(size_t bytes, uint32_t num_handles)
{
	struct request request = { .trace_mode = KCOV_TRACE_PC,
				   .area_size = page_words(),
				   .num_handles = num_handles };
	char *at = pages + page - bytes;
	int i;

	for (i = 0; i <= KCOV_REMOTE_MAX_HANDLES; i++)
		request.handles[i] = USB(1 + i);
	memcpy(at, &request, bytes);
	return at;
}

static void refuse(const struct session *session)
{
	int fd = session->fd;

	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, 0), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, 8), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, ~0ul - 64), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, pages + page), EFAULT);
	/* Not even the length can be read; then, it alone. */
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(8, 0)), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(12, 0)), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER - 1, 0)), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER, 1)), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER + 7, 1)), EFAULT);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER + 255 * 8, 256)),
		  EFAULT);
	/* Too many: said before the rest is read. */
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(12, 257)), EINVAL);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER + 257 * 8, 257)),
		  EINVAL);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER, ~0u)), EINVAL);
	CHECK_ERR(ioctl(fd, KCOV_REMOTE_ENABLE, cut(HEADER, 1u << 31)), EINVAL);
}

TEST("the argument of REMOTE_ENABLE is read and bounded before anything else")
{
	struct session fresh, ready, busy;

	need_remote();
	page = sysconf(_SC_PAGESIZE);
	pages = CHECK_OK(mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	CHECK_OK(mprotect(pages + page, page, PROT_NONE));
	fresh.fd = device_open();
	ready = session_open(page_words());
	busy = session_open(page_words());
	refuse(&fresh);
	refuse(&ready);
	enable(&busy);
	refuse(&fresh);
	refuse(&ready);
	refuse(&busy);
	disable(&busy);
	/* The last bytes there are do. */
	CHECK_OK(ioctl(ready.fd, KCOV_REMOTE_ENABLE,
		       cut(HEADER + 256 * 8, 256)));
	refuse(&ready);
	refuse(&busy);
	disable(&ready);
	CHECK_OK(ioctl(ready.fd, KCOV_REMOTE_ENABLE, cut(HEADER, 0)));
	disable(&ready);
	session_close(&ready);
	session_close(&busy);
}
