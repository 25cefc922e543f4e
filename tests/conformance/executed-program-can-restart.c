// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2, L-D2: the program that a traced thread executed owns the session: it
 * can disable it, enable the device again and disable that.
 * kills: (user space) an adopted session that holds no reference of its own.
 */
#include "harness.h"
#include "target.h"

static void exec_traced(void *argument)
{
	enable(argument);
	exec_second_program("restart", ((struct session *)argument)->fd, -1);
}

TEST("an executed program can disable and enable what it inherited")
{
	struct session session = session_open(WORDS);

	CHECK_EXIT(fork_child(exec_traced, &session), 0);
	CHECK_COLLECTS(&session, target_b);
	session_close(&session);
}
