// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2, U-exec: an exec ends a remote session, whose registry was memory of
 * the old program, and frees the device: for the new program too, which has the
 * number of the old owner, and has the device mapped as that one had.
 * kills: an owner that is known by its number and its mapping alone.
 */
#include "remote.h"

#define HANDLE COMMON(0x3e11)

static void own_and_execute(void *argument)
{
	struct session *session = argument;

	remote_listen(session, HANDLE);
	exec_second_program("trace", session->fd, (long)session->words);
}

TEST("a remote owner that executed another program can enable again")
{
	struct session session = session_open(LISTENER_WORDS);

	need_remote();
	if (host_is_kernel())
		SKIP("a kernel's session outlives an exec");
	CHECK_EXIT(fork_child(own_and_execute, &session), 0);
	session_close(&session);
}
