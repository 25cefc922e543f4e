// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-kept-descriptor: a client has closed the descriptor that its session kept,
 * and its own; one that it has left stands behind hundreds of files. A worker
 * finds it there.
 * kills: (user space) a search that ends with the first entries of a folder, or
 * one that believes a number.
 */
#include <sys/syscall.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x6701)
#define FILES 400
#define LEFT 450
#define FIRST_KEPT 512

TEST("a worker finds a device behind hundreds of files")
{
	struct session session;
	struct trace alone;
	int null, i;

	need_domains();
	null = CHECK_OK(open("/dev/null", O_RDWR));
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	CHECK_OK(dup2(session.fd, LEFT));
	for (i = 0; i < FILES; i++)
		CHECK_OK(fcntl(null, F_DUPFD, 0));
	remote_listen(&session, HANDLE);
	CHECK_OK(syscall(SYS_close_range, FIRST_KEPT, ~0u, 0));
	CHECK_OK(dup2(null, session.fd));
	CHECK_LEAVES(&session, run_section_in_child(HANDLE, target_a), &alone);
	session.fd = LEFT;
	listener_close(&session);
	trace_free(&alone);
}
