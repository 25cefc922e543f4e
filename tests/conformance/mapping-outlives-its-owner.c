// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4, S-F4: a mapping stays readable and writable after the descriptor is
 * closed everywhere and the traced process is gone.
 * kills: a buffer freed at the exit of the owner.
 */
#include "harness.h"
#include "target.h"

static void trace_and_go(void *argument)
{
	struct session *session = argument;

	enable_empty(session);
	target_a();
	session_close(session);
}

TEST("records can be read after everyone but the mapping is gone")
{
	struct session session = session_open(WORDS);
	unsigned long n, i;

	CHECK_EXIT(fork_child(trace_and_go, &session), 0);
	CHECK_OK(close(session.fd));
	n = count(&session);
	CHECK(n > 0 && n < WORDS);
	for (i = 1; i <= n; i++)
		CHECK(session.area[i] != 0);
	for (i = 0; i < WORDS; i++)
		session.area[i] = i;
	for (i = 0; i < WORDS; i++)
		CHECK_EQ(session.area[i], i);
	target_a();
	CHECK_EQ(count(&session), 0);
	CHECK_OK(munmap(session.area, WORDS * sizeof(unsigned long)));
}
