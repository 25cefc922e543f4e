// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-remote, E-edges: what sections deliver to a map is the plain trace of each,
 * folded by itself: by the owner, another thread, another process, in a soft
 * interrupt over a section, many at once, and of more PCs than are delivered in
 * one piece; a store of 0, and KCOV_RESET_TRACE, begin anew; the task's own
 * session is left alone.
 * kills: a predecessor that comes from another section, or is lost from one
 * piece to the next; a map that only the process knows that delivered to it.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "extended.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x8101)
#define THREADS 4
#define RUNS 25
/* More PCs than two pieces have. */
#define LONG (2 * 1024)

static struct session plain, folded;
static uint8_t want[1 << 20];
static unsigned int map_bits, seed;

static void program(void)
{
	program_run(seed);
}

static void long_program(void)
{
	unsigned int i;

	for (i = 0; i < 2 * TARGET_PATHS; i++)
		target_path(i * 7 % TARGET_PATHS);
}

static struct session session_for(unsigned int bits)
{
	const unsigned long words = kcov_edges_words(bits, sizeof(long));
	const unsigned long page = page_words();

	return session_open((words + page - 1) / page * page);
}

/* What sections would deliver to a plain device, so often, is wanted. */
static void want_sections(void (*call)(void), unsigned int times)
{
	struct trace trace;

	remote_listen(&plain, HANDLE);
	set_count(&plain, 0);
	run_section_elsewhere(HANDLE, call);
	trace = trace_take(&plain);
	disable(&plain);
	CHECK(trace.n > 0 && trace.n < plain.words - 1);
	CHECK(call != long_program || trace.n > LONG);
	for (; times; times--)
		edges_fold(want, &trace, map_bits);
	trace_free(&trace);
}

static void want_section(void (*call)(void))
{
	want_sections(call, 1);
}

static void check_map(void)
{
	CHECK(!memcmp(&folded.area[1], want, 1ul << map_bits));
	edges_check_list(&folded, map_bits);
}

static void reset(bool by_call)
{
	if (by_call)
		CHECK_OK(ioctl(folded.fd, KCOV_RESET_TRACE, 0));
	set_count(&folded, 0);
}

static void check_one(void (*run)(uint64_t, void (*)(void)), void (*call)(void))
{
	memset(want, 0, sizeof(want));
	want_section(call);
	want_section(target_a);
	remote_listen(&folded, HANDLE);
	reset(true);
	run_section(HANDLE, target_b);
	reset(seed % 2);
	run(HANDLE, call);
	run_section(HANDLE, target_a);
	check_map();
	disable(&folded);
}

/* As many as a slow kernel has time for. */
static void check_programs(void)
{
	const unsigned int programs = host_is_kernel() ? 2 : 20;

	for (seed = 0; seed < programs; seed++) {
		check_one(run_section, program);
		check_one(run_section_elsewhere, program);
		check_one(run_section_in_child, program);
	}
	check_one(run_section, long_program);
	check_one(run_section_in_child, long_program);
}

/* The one below goes on as if nothing had been between. */
static void check_interrupt(void)
{
	static const struct section_step script[SECTIONS_STEPS] = {
		START(HANDLE), RUN(TARGET_A), ENTER(IN_SOFTIRQ),
		START(HANDLE), RUN(TARGET_B), STOP,
		LEAVE,	       RUN(TARGET_A), STOP,
		END,
	};
	static const struct section_step below[SECTIONS_STEPS] = {
		START(HANDLE), RUN(TARGET_A), RUN(TARGET_A), STOP, END,
	};
	struct trace trace;

	memset(want, 0, sizeof(want));
	want_section(target_b);
	remote_listen(&plain, HANDLE);
	set_count(&plain, 0);
	CHECK(play(below));
	trace = trace_take(&plain);
	disable(&plain);
	edges_fold(want, &trace, map_bits);
	trace_free(&trace);
	remote_listen(&folded, HANDLE);
	reset(true);
	if (play(script))
		check_map();
	disable(&folded);
}

static void *work(void *argument)
{
	unsigned int i;

	for (i = 0; i < RUNS; i++)
		run_section(HANDLE, argument ? target_a : target_b);
	return NULL;
}

/* Counters do not depend on who is first. */
static void check_at_once(void)
{
	pthread_t threads[THREADS];
	unsigned long i;

	memset(want, 0, sizeof(want));
	want_sections(target_a, RUNS * THREADS / 2);
	want_sections(target_b, RUNS * THREADS / 2);
	remote_listen(&folded, HANDLE);
	reset(true);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, work,
					(void *)(i % 2)),
			 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	check_map();
	disable(&folded);
}

static void section_between(void)
{
	target_a();
	run_section(HANDLE, target_b);
	target_a();
}

static void twice_a(void)
{
	target_a();
	target_a();
}

/* A plain trace of the task's own, and a map of its own beside another. */
static void check_own(void)
{
	struct session own = session_for(map_bits);
	struct trace alone = trace_alone(&own, twice_a);

	memset(want, 0, sizeof(want));
	want_section(target_b);
	remote_listen(&folded, HANDLE);
	reset(false);
	enable(&own);
	set_count(&own, 0);
	section_between();
	CHECK_TRACE(&own, &alone);
	check_map();
	disable(&own);
	set_up(&own, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					  .map_bits = map_bits });
	reset(true);
	set_count(&own, 0);
	enable(&own);
	section_between();
	check_map();
	memset(want, 0, sizeof(want));
	edges_fold(want, &alone, map_bits);
	CHECK(!memcmp(&own.area[1], want, 1ul << map_bits));
	disable(&own);
	disable(&folded);
	trace_free(&alone);
	session_close(&own);
}

static void check_bits(unsigned int bits)
{
	struct kcov_stat stat;

	map_bits = bits;
	folded = session_for(bits);
	set_up(&folded, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					     .map_bits = bits });
	check_programs();
	check_interrupt();
	check_at_once();
	check_own();
	stat = stat_of(&folded);
	CHECK_EQ(stat.lost_section | stat.lost_delivery | stat.lost_full, 0);
	CHECK(!(stat.flags & KCOV_STAT_TRUNCATED));
	session_close(&folded);
}

TEST("edges of sections are their plain traces folded, each by itself")
{
	need_feature(KCOV_FEATURE_REMOTE);
	need_sections();
	plain = session_open(LISTENER_WORDS);
	check_bits(12);
	check_bits(16);
	session_close(&plain);
}
