// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M2: mmap is allowed in INIT and while enabled, also for another process
 * that holds the descriptor.
 * kills: mmap that requires state INIT, or the owner.
 */
#include "harness.h"
#include "target.h"

static void map_it_too(void *argument)
{
	struct session *session = argument;
	unsigned long *area = session_map(session->fd, session->words);

	CHECK(area[0] > 0);
	CHECK(area[1] != 0);
}

TEST("an enabled device can be mapped, by its thread and by a child")
{
	struct session session = { .fd = device_open(), .words = WORDS };

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	enable(&session);
	target_a();
	session.area = session_map(session.fd, WORDS);
	CHECK(count(&session) > 0);
	CHECK_EXIT(fork_child(map_it_too, &session), 0);
	disable(&session);
	session_close(&session);
}
