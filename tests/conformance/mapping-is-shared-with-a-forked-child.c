// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M4: fork copies the mapping as a shared one, in both directions.
 * kills: VM_DONTCOPY; (user space) MADV_DONTFORK on the user's mapping.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static void write_and_trace(void *argument)
{
	struct session *session = argument;

	CHECK_EQ(session->area[100], 0xfeed);
	session->area[101] = 0xbeef;
	enable_empty(session);
	target_a();
	CHECK(count(session) > 0);
}

TEST("parent and forked child see each other's stores and records")
{
	struct session session = session_open(WORDS);

	session.area[100] = 0xfeed;
	session.area[WORDS - 1] = 0xf00d;
	CHECK_EXIT(fork_child(write_and_trace, &session), 0);
	CHECK(count(&session) > 0);
	CHECK(session.area[1] != 0);
	if (host_is_exact())
		CHECK_EQ(session.area[101], 0xbeef);
	CHECK_EQ(session.area[WORDS - 1], 0xf00d);
	session_close(&session);
}
