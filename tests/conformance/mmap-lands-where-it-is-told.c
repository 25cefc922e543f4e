// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M2: MAP_FIXED over a reservation between no-access pages, as syzkaller
 * maps.
 * kills: (user space) a mapping that ignores the address hint.
 */
#include <signal.h>

#include "harness.h"
#include "target.h"

static void touch(void *argument)
{
	*(volatile char *)argument = 0;
}

TEST("a fixed mapping replaces its part of a reservation and no more")
{
	size_t page = sysconf(_SC_PAGESIZE);
	struct session session = { .fd = device_open(), .words = WORDS };
	size_t bytes = WORDS * sizeof(unsigned long);
	char *reserved = CHECK_OK(mmap(NULL, bytes + 2 * page, PROT_NONE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	session.area =
		CHECK_OK(mmap(reserved + page, bytes, PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_FIXED, session.fd, 0));
	CHECK_EQ(session.area, reserved + page);
	CHECK_COLLECTS(&session, target_a);
	CHECK_EXIT(fork_child(touch, reserved + page), 0);
	CHECK_EXIT(fork_child(touch, reserved + page + bytes - 1), 0);
	CHECK_KILLED(fork_child(touch, reserved + page - 1), SIGSEGV);
	CHECK_KILLED(fork_child(touch, reserved + page + bytes), SIGSEGV);
	session_close(&session);
}
