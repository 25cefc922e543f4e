// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, S-E6: compat.md nesting: a thread with a local session runs a section:
 * the local trace has nothing of it and goes on behind it; reset, disabled or
 * enabled anew inside the section it is what it says afterwards.
 * kills: a stop that forgets what it interrupted; a section that records twice;
 * a stop that brings a disabled session back.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1a01)

static struct session session, local;
static struct trace a, b, aa, bb;

static void around(void *argument)
{
	(void)argument;
	enable_empty(&local);
	target_a();
	run_section(HANDLE, target_b);
	CHECK_TRACE(&local, &a);
	target_a();
	disable(&local);
	CHECK_TRACE(&local, &aa);
}

static void disable_inside(void *argument)
{
	struct session other;

	(void)argument;
	enable_empty(&local);
	target_a();
	section_start(HANDLE);
	target_b();
	disable(&local);
	target_b();
	/* Another device takes the first one's place in the thread. */
	other = session_open(page_words());
	section_stop();
	target_a();
	CHECK_TRACE(&local, &a);
	CHECK_EQ(count(&other), 0);
	session_close(&other);
	/* It is the thread's and the device's own business again. */
	enable_empty(&local);
	target_b();
	disable(&local);
	CHECK_TRACE(&local, &b);
}

static void enable_inside(void *argument)
{
	(void)argument;
	section_start(HANDLE);
	target_b();
	CHECK_ERR(ioctl(local.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	target_b();
	section_stop();
	enable_empty(&local);
	target_a();
	disable(&local);
	CHECK_TRACE(&local, &a);
}

TEST_ANYWHERE(
	"a section leaves the thread's local trace alone, which then goes on")
{
	need_sections();
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	aa = trace_joined(&a, &a);
	bb = trace_joined(&b, &b);
	remote_listen(&session, HANDLE);
	set_count(&session, 0);
	in_thread(around, NULL);
	CHECK_TRACE(&session, &b);
	set_count(&session, 0);
	in_thread(disable_inside, NULL);
	CHECK_TRACE(&session, &bb);
	set_count(&session, 0);
	in_thread(enable_inside, NULL);
	CHECK_TRACE(&session, &bb);
	/* The owner may work for itself. */
	CHECK_LEAVES(&session, run_section(HANDLE, target_a), &a);
	listener_close(&session);
	session_close(&local);
}
