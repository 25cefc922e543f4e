// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R7: a thread with an inherited common handle keeps it while it has a remote
 * session without one.
 * kills: REMOTE_ENABLE that stores the 0 of "none".
 */
#include "remote.h"

#define HANDLE COMMON(0x3d01)
#define BUS USB(0x3d02)

static void listen_for_a_bus(void *unused)
{
	struct session session;

	(void)unused;
	CHECK_EQ(common_handle(), HANDLE);
	session = listener_open(BUS);
	CHECK_EQ(common_handle(), HANDLE);
	listener_close(&session);
}

TEST_ANYWHERE("an inherited common handle stays in a session without one")
{
	struct session session;

	need_sections();
	session = listener_open(HANDLE);
	in_thread(listen_for_a_bus, NULL);
	listener_close(&session);
}
