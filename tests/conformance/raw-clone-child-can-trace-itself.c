// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-T3: a child made behind libc's back can enable a device, and its end,
 * raw as well, gives the device free.
 * kills: (user space) ownership that rests on what libc set up for the thread.
 */
#include <signal.h>
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

TEST("a child of a raw clone can enable a device and leaves it usable")
{
	struct session session = session_open(WORDS);
	struct session parents = session_open(WORDS);
	int round;

	for (round = 0; round < 20; round++) {
		long pid;

		/* With a parent that traces, and one that does not. */
		if (round & 1)
			enable(&parents);
		set_count(&session, 0);
		pid = CHECK_OK(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
		if (!pid) {
			enable(&session);
			target_b();
			syscall(SYS_exit_group, 0);
		}
		CHECK_EXIT(pid, 0);
		if (round & 1)
			disable(&parents);
		CHECK(count(&session) > 0);
		CHECK_COLLECTS(&session, target_a);
	}
	session_close(&session);
	session_close(&parents);
}
