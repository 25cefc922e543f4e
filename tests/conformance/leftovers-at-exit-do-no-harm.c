// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-F3, L-T3: all combinations of munmap, close and disable, in every order of
 * the first two, left undone at the end of thread and of process.
 * kills: a free that counts on the client's order.
 */
#include "harness.h"
#include "target.h"

enum { UNMAP = 1, CLOSE = 2, DISABLE = 4, CLOSE_FIRST = 8, ALL = 16 };

static void leave(void *argument)
{
	unsigned long done = (unsigned long)argument;
	struct session session = session_open(WORDS);
	size_t bytes = WORDS * sizeof(unsigned long);

	enable(&session);
	target_a();
	if (done & DISABLE)
		disable(&session);
	if (done & CLOSE && done & CLOSE_FIRST)
		CHECK_OK(close(session.fd));
	target_a();
	if (done & UNMAP)
		CHECK_OK(munmap(session.area, bytes));
	target_a();
	if (done & CLOSE && !(done & CLOSE_FIRST))
		CHECK_OK(close(session.fd));
	target_a();
}

TEST("what a thread or process leaves undone is undone for it")
{
	struct session session;
	unsigned long done;

	for (done = 0; done < ALL; done++) {
		note("steps 0x%lx", done);
		in_thread(leave, (void *)done);
		CHECK_EXIT(fork_child(leave, (void *)done), 0);
	}
	session = session_open(WORDS);
	CHECK_COLLECTS(&session, target_a);
	session_close(&session);
}
