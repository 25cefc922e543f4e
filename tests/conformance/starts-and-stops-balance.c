// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X1, L-X7, S-C9, S-E5: a stop without a start does nothing, to a local
 * session, to a section of another thread or to later ones; a start that
 * collects nothing takes its stop with it instead of the outer section.
 * kills: a stop that tears down whatever is active.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1401)
#define NOBODY COMMON(0x1402)

static struct session session, local;
static struct trace a, b, want;

static void stop_too_often(void *argument)
{
	int i;

	(void)argument;
	for (i = 0; i < 100; i++)
		section_stop();
	run_section(HANDLE, target_a);
	section_stop();
	run_section(HANDLE, target_b);
}

static void stop_in_a_local_session(void *argument)
{
	struct trace trace;

	(void)argument;
	enable_empty(&local);
	target_a();
	section_stop();
	target_b();
	run_section(NOBODY, target_a);
	CHECK_OK(ioctl(local.fd, KCOV_DISABLE, 0));
	trace = trace_joined(&want, &a);
	/* A section that collects nothing is the thread's own work. */
	CHECK_TRACE(&local, &trace);
}

static void balance_in_a_section(void *argument)
{
	(void)argument;
	section_start(HANDLE);
	target_a();
	section_start(NOBODY);
	section_start(0);
	section_stop();
	section_stop();
	target_b();
	CHECK_EQ(count(&session), 0);
	section_stop();
	CHECK_TRACE(&session, &want);
	section_stop();
	CHECK_TRACE(&session, &want);
}

TEST_ANYWHERE(
	"stops without a start do nothing; starts that miss take their stop")
{
	need_sections();
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	want = trace_joined(&a, &b);
	section_stop();
	set_count(&session, 0);
	remote_listen(&session, HANDLE);
	section_stop();
	in_thread(stop_too_often, NULL);
	CHECK_TRACE(&session, &want);
	set_count(&session, 0);
	in_thread(stop_in_a_local_session, NULL);
	CHECK_EQ(count(&session), 0);
	in_thread(balance_in_a_section, NULL);
	/* The owner is still the owner. */
	disable(&session);
	session_close(&session);
	session_close(&local);
}
