// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, L-X2, S-C8: a section that a signal handler runs goes to its own
 * session and not into the trace of the thread it struck, which goes on: a
 * local session, a section, a handler on top of a handler, an idle thread; a
 * start that the handler leaves open ends with it.
 * kills: one saved state per thread; a stop that does not restore.
 */
#include <signal.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1c01)
#define HANDLERS USB(0x1c02)

static void handler(int signal)
{
	target_a();
	section_start(HANDLERS);
	target_b();
	if (signal == SIGUSR1)
		raise(SIGUSR2);
	section_stop();
	target_a();
}

static void careless_handler(int signal)
{
	(void)signal;
	section_start(HANDLERS);
	target_b();
}

static int signal_number;

static void a_signal_a(void)
{
	target_a();
	raise(signal_number);
	target_a();
}

static struct session session, local;
static struct trace a, b, aa, bb;

static void check_signal(int number, const struct trace *delivered)
{
	struct trace local_and_remote;

	signal_number = number;
	/* On an idle thread. */
	set_count(&session, 0);
	raise(number);
	CHECK_TRACE(&session, delivered);
	/* On one with a local session. */
	set_count(&session, 0);
	enable_empty(&local);
	a_signal_a();
	disable(&local);
	CHECK_TRACE(&local, &aa);
	CHECK_TRACE(&session, delivered);
	/* In a section for the same device: the handler's arrives first. */
	set_count(&session, 0);
	run_section(HANDLE, a_signal_a);
	local_and_remote = trace_joined(delivered, &aa);
	CHECK_TRACE(&session, &local_and_remote);
}

static void check_all(void *argument)
{
	(void)argument;
	check_signal(SIGUSR2, &b);
	check_signal(SIGUSR1, &bb);
	CHECK(signal(SIGUSR2, careless_handler) != SIG_ERR);
	check_signal(SIGUSR2, &b);
}

TEST("a section in a signal handler goes to its own session only")
{
	struct request request = request_for_both(HANDLE, HANDLERS);

	need_handlers();
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	CHECK(signal(SIGUSR2, handler) != SIG_ERR);
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	aa = trace_joined(&a, &a);
	bb = trace_joined(&b, &b);
	CHECK_OK(remote_enable(&session, &request));
	in_thread(check_all, NULL);
	listener_close(&session);
	session_close(&local);
}
