// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R5, S-D13: compat.md failed-remote-enable: an inherited common handle
 * survives every refused REMOTE_ENABLE (stock clears it; there a program cannot
 * see which one it has).
 * kills: a roll back by way of DISABLE.
 */
#include "remote.h"

#define HANDLE COMMON(0x2401)
#define MINE COMMON(0x2402)

static struct session own;

static void refuse(const struct request *request, int error)
{
	CHECK_ERR(remote_enable(&own, request), error);
	CHECK_EQ(common_handle(), HANDLE);
}

static void fail_every_way(void *argument)
{
	struct request good = request_for(MINE);
	struct request bad = good;

	(void)argument;
	own.fd = device_open();
	refuse(&good, EINVAL);
	own = session_open(page_words());
	CHECK_ERR(ioctl(own.fd, KCOV_REMOTE_ENABLE, 8), EFAULT);
	bad.num_handles = 257;
	refuse(&bad, EINVAL);
	bad = good;
	bad.trace_mode = 2;
	refuse(&bad, EINVAL);
	bad = good;
	bad.area_size = 0;
	refuse(&bad, EINVAL);
	bad = good;
	bad.num_handles = 2;
	bad.handles[0] = bad.handles[1] = USB(1);
	refuse(&bad, EEXIST);
	bad.handles[1] = COMMON(1);
	refuse(&bad, EINVAL);
	bad = good;
	bad.common_handle = USB(1);
	refuse(&bad, EINVAL);
	/* What succeeds replaces it. */
	CHECK_OK(remote_enable(&own, &good));
	CHECK_EQ(common_handle(), MINE);
	disable(&own);
	CHECK_EQ(common_handle(), 0);
}

TEST("an inherited common handle survives a refused REMOTE_ENABLE")
{
	struct session session;

	need_sections();
	session = listener_open(HANDLE);
	CHECK_EXIT(fork_child(fail_every_way, NULL), 0);
	listener_close(&session);
}
