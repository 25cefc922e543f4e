// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O5: after every descriptor of a remote session is closed its handles stay
 * taken (EEXIST for others) until the owning thread ends.
 * kills: a release that removes the handles, or an exit that does not.
 */
#include "harness.h"

static int remote_enable(int fd)
{
	struct kcov_remote_arg argument = {
		.trace_mode = KCOV_TRACE_PC,
		.area_size = page_words(),
		.common_handle = kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, 77),
	};

	return ioctl(fd, KCOV_REMOTE_ENABLE, &argument);
}

static int fresh(void)
{
	int fd = device_open();

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, page_words()));
	return fd;
}

static void try_the_handle(void *argument)
{
	int fd = fresh();

	(void)argument;
	CHECK_ERR(remote_enable(fd), EEXIST);
	CHECK_OK(close(fd));
}

static void lose_the_device(void *argument)
{
	int fd = fresh();

	(void)argument;
	CHECK_OK(remote_enable(fd));
	CHECK_OK(close(fd));
	in_thread(try_the_handle, NULL);
}

TEST_ANYWHERE(
	"handles of a closed remote session stay taken until its thread ends")
{
	int fd;

	if (!host_has_remote())
		SKIP("this host has no remote sessions");
	in_thread(lose_the_device, NULL);
	fd = fresh();
	CHECK_OK(remote_enable(fd));
	CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
	CHECK_OK(close(fd));
}
