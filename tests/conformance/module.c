// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that starts sections in a kernel: by system calls on
 * its test module, which has a target of its own.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static int module = -1;

static bool play_in_kernel(const struct section_step *script)
{
	if (!ioctl(module, SECTIONS_PLAY, script))
		return true;
	if (errno != EOPNOTSUPP)
		FAIL("playing a script: %s", errno_name(errno));
	return false;
}

static bool run_in_kernel(unsigned int which)
{
	play_one(SECTION_TARGET, which);
	return true;
}

static uint64_t common_handle_in_kernel(void)
{
	uint64_t handle;

	CHECK_OK(ioctl(module, SECTIONS_COMMON_HANDLE, &handle));
	return handle;
}

__attribute__((constructor)) static void use_module(void)
{
	int fd;

	if (!host_is_kernel())
		return;
	fd = open(SECTIONS_PATH, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	/* Out of the way of tests that count on the numbers of theirs. */
	module = fcntl(fd, F_DUPFD_CLOEXEC, 900);
	close(fd);
	if (module < 0)
		return;
	play_elsewhere = play_in_kernel;
	common_handle_elsewhere = common_handle_in_kernel;
	target_elsewhere = run_in_kernel;
}
