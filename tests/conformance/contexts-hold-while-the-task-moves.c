// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-C20: a task that another thread moves from processor to processor all the
 * time records in its contexts what it records at rest: its own code, and what
 * is in a section of an interrupt for that section.
 * kills: a context that is read of another processor's, or put aside there.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/syscall.h>

#include "remote.h"
#include "target.h"

#define INTERRUPTS USB(0x2001)
#define MOVES 50

static struct session session, local;
static struct trace a, b, aa;
static cpu_set_t allowed;
static pid_t collector;
static atomic_bool done;

static const struct section_step
	/* a, an interrupt with a section around b, a hard one with b, a */
	with_interrupts[SECTIONS_STEPS] = { RUN(TARGET_A),
					    ENTER(IN_SOFTIRQ),
					    START(INTERRUPTS),
					    RUN(TARGET_B),
					    STOP,
					    LEAVE,
					    ENTER(IN_HARDIRQ),
					    RUN(TARGET_B),
					    LEAVE,
					    RUN(TARGET_A),
					    END },
	/* where no hard ones can be made */
	with_soft_ones[SECTIONS_STEPS] = { RUN(TARGET_A),
					   ENTER(IN_SOFTIRQ),
					   START(INTERRUPTS),
					   RUN(TARGET_B),
					   STOP,
					   LEAVE,
					   RUN(TARGET_A),
					   END };

/* To each processor in turn, until the collector has seen enough. */
static void *move(void *argument)
{
	cpu_set_t one;
	int cpu = 0;

	(void)argument;
	while (!done) {
		do
			cpu = (cpu + 1) % CPU_SETSIZE;
		while (!CPU_ISSET(cpu, &allowed));
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		CHECK_OK(sched_setaffinity(collector, sizeof(one), &one));
	}
	return NULL;
}

static bool round_of(const struct section_step *script)
{
	bool played;

	set_count(&session, 0);
	enable_empty(&local);
	played = play(script);
	disable(&local);
	if (!played)
		return false;
	CHECK_TRACE(&session, &b);
	CHECK_TRACE(&local, &aa);
	return true;
}

static void collect(void *argument)
{
	const struct section_step *script = with_interrupts;
	int moves = 0, rounds = 0, cpu = sched_getcpu(), now;
	pthread_t mover;

	(void)argument;
	collector = (pid_t)syscall(SYS_gettid);
	if (!round_of(script))
		script = with_soft_ones;
	CHECK(!pthread_create(&mover, NULL, move, NULL));
	for (; moves < MOVES; rounds++) {
		CHECK(round_of(script));
		now = sched_getcpu();
		moves += now != cpu;
		cpu = now;
	}
	done = true;
	CHECK(!pthread_join(mover, NULL));
	note("%d moves in %d rounds", moves, rounds);
}

TEST("a task that is moved to other processors records what it does at rest")
{
	need_sections();
	CHECK_OK(sched_getaffinity(0, sizeof(allowed), &allowed));
	if (CPU_COUNT(&allowed) < 2)
		SKIP("one processor");
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	aa = trace_joined(&a, &a);
	remote_listen(&session, INTERRUPTS);
	in_thread(collect, NULL);
	listener_close(&session);
	session_close(&local);
}
