// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4, S-D16: a descriptor that came over a socket is the same device, also in
 * a process that was forked before the device was opened, and one passed before
 * it was sized.
 * kills: (user space) state in the memory of the process that opened.
 */
#include <string.h>
#include <sys/socket.h>

#include "harness.h"
#include "target.h"

static int pair[2];
static struct gate enabled, seen;

static void stranger(void *argument)
{
	struct session session = { .fd = descriptor_receive(pair[1]),
				   .words = WORDS };

	(void)argument;
	/* The parent has it enabled. */
	gate_wait(&enabled);
	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	session.area = session_map(session.fd, WORDS);
	CHECK(count(&session) > 0 && session.area[1]);
	gate_open(&seen);
	/* And now it has not. */
	gate_wait(&enabled);
	enable_empty(&session);
	target_a();
	CHECK(count(&session) > 0);
}

TEST("a descriptor passed over a socket is the same device")
{
	struct session session = { .words = WORDS };
	pid_t pid;
	int copy;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	enabled = gate_make();
	seen = gate_make();
	pid = fork_child(stranger, NULL);
	session.fd = device_open();
	descriptor_send(pair[0], session.fd);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	session.area = session_map(session.fd, WORDS);
	enable(&session);
	target_b();
	gate_open(&enabled);
	gate_wait(&seen);
	disable(&session);
	gate_open(&enabled);
	CHECK_EXIT(pid, 0);

	/* To itself: the copy alone is enough. */
	descriptor_send(pair[0], session.fd);
	copy = descriptor_receive(pair[1]);
	CHECK_OK(close(session.fd));
	session.fd = copy;
	CHECK_COLLECTS(&session, target_a);
	session_close(&session);
}
