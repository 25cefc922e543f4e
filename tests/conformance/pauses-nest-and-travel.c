// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-C11: what a task does in a pause leaves no records and takes none away.
 * Pauses nest; one goes to sleep with its task, while the next task on that
 * processor records; an interrupt on top records for whom it works, and may
 * pause itself.
 * kills: a pause that stops nothing; one that the inner resume ends; one that
 * never ends; one that a switch ends; one that stays with the processor.
 */
#include <sched.h>
#include <string.h>

#include "remote.h"
#include "target.h"

#define INTERRUPTS USB(0x2001)

static struct session session, local;
static struct trace none, a, b, aa, bb;

/* What the script leaves here, and what is delivered to the session. */
static void check(const struct section_step script[SECTIONS_STEPS],
		  const struct trace *locally, const struct trace *delivered)
{
	set_count(&session, 0);
	enable_empty(&local);
	CHECK(play(script));
	disable(&local);
	CHECK_TRACE(&local, locally);
	CHECK_TRACE(&session, delivered);
}

static const struct section_step one[SECTIONS_STEPS] = {
	RUN(TARGET_A), PAUSE, RUN(TARGET_B), RESUME, RUN(TARGET_A), END,
};
static const struct section_step nested[SECTIONS_STEPS] = {
	RUN(TARGET_A), PAUSE, PAUSE,  RUN(TARGET_B), RESUME, RUN(TARGET_B),
	RESUME,	       PAUSE, RESUME, RUN(TARGET_A), END,
};
static const struct section_step under_an_interrupt[SECTIONS_STEPS] = {
	RUN(TARGET_A),
	PAUSE,
	ENTER(IN_SOFTIRQ),
	START(INTERRUPTS),
	RUN(TARGET_B),
	STOP,
	LEAVE,
	RUN(TARGET_B),
	RESUME,
	RUN(TARGET_A),
	END,
};
static const struct section_step in_an_interrupt[SECTIONS_STEPS] = {
	RUN(TARGET_A),
	ENTER(IN_SOFTIRQ),
	START(INTERRUPTS),
	RUN(TARGET_B),
	PAUSE,
	RUN(TARGET_A),
	RESUME,
	RUN(TARGET_B),
	STOP,
	LEAVE,
	RUN(TARGET_A),
	END,
};
static const struct section_step sleeping[SECTIONS_STEPS] = {
	RUN(TARGET_A), PAUSE,  WAKE(0),	      WAIT(1),
	RUN(TARGET_B), RESUME, RUN(TARGET_A), END,
};
static const struct section_step meanwhile[SECTIONS_STEPS] = {
	WAIT(0),
	RUN(TARGET_B),
	WAKE(1),
	END,
};

static void use_one_processor(void)
{
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	CHECK(!sched_setaffinity(0, sizeof(first), &first) ||
	      sysconf(_SC_NPROCESSORS_ONLN) == 1);
}

static void check_neighbour(void *argument)
{
	(void)argument;
	enable_empty(&local);
	CHECK(play(meanwhile));
	disable(&local);
	CHECK_TRACE(&local, &b);
}

static void check_sleep(void)
{
	struct session mine = local;
	pid_t neighbour;

	local = session_open(LISTENER_WORDS);
	neighbour = fork_child(check_neighbour, NULL);
	session_close(&local);
	local = mine;
	check(sleeping, &aa, &none);
	CHECK_EXIT(neighbour, 0);
}

static void check_all(void *argument)
{
	(void)argument;
	use_one_processor();
	check(one, &aa, &none);
	check(nested, &aa, &none);
	check(under_an_interrupt, &aa, &b);
	check(in_an_interrupt, &aa, &bb);
	check_sleep();
}

TEST("a pause hides what its task does in it and nothing else")
{
	struct request request = request_for(INTERRUPTS);

	need_sections();
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	if (!play(one))
		SKIP("nothing pauses here");
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	aa = trace_joined(&a, &a);
	bb = trace_joined(&b, &b);
	CHECK_OK(remote_enable(&session, &request));
	in_thread(check_all, NULL);
	listener_close(&session);
	session_close(&local);
}
