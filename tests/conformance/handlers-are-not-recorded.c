// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P1, L-S5: in user space a signal handler is the interrupt: what it executes
 * is not part of the interrupted thread's trace, which goes on behind it, in a
 * local session and in a section alike.
 * kills: a handler that records for the thread it struck.
 */
#include <signal.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1b01)

static struct session session, local;

static void handler(int signal)
{
	(void)signal;
	target_b();
}

static void a_signal_a(void)
{
	target_a();
	raise(SIGUSR1);
	target_a();
}

TEST_ANYWHERE(
	"a plain signal handler leaves no records in the trace it interrupts")
{
	struct trace a, aa;

	need_handlers();
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&local, target_a);
	aa = trace_joined(&a, &a);
	enable_empty(&local);
	a_signal_a();
	disable(&local);
	CHECK_TRACE(&local, &aa);
	remote_listen(&session, HANDLE);
	CHECK_LEAVES(&session, run_section_elsewhere(HANDLE, a_signal_a), &aa);
	listener_close(&session);
	session_close(&local);
}
