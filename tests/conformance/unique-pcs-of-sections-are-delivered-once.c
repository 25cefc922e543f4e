// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-remote, E-unique, E-repeated: what sections deliver to an area of unique
 * PCs is their plain traces, one behind the other, without duplicates: by the
 * owner, another thread, processes that come and stay, in turn, and of more PCs
 * than are delivered in one piece; a store of 0, and KCOV_RESET_TRACE, begin
 * anew for all of them; a set that is too small loses nothing. kills: a set
 * that knows only what its own process delivered; one that outlives a reset
 * which another process's delivery was the first to see.
 */
#include "extended.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x8201)
/* More PCs than two pieces have. */
#define LONG (2 * 1024)

static struct session plain, once;
static struct gate go, done;
/* Also of the worker's next program. */
static unsigned int *seed;

static void program(void)
{
	program_run(*seed);
}

static void long_program(void)
{
	unsigned int i;

	for (i = 0; i < 2 * TARGET_PATHS; i++)
		target_path(i * 7 % TARGET_PATHS);
}

static void serve(void *unused)
{
	(void)unused;
	for (;;) {
		gate_wait(&go);
		run_section(HANDLE, program);
		gate_open(&done);
	}
}

/* By a process that is there from the beginning. */
static void run_section_in_worker(uint64_t handle, void (*call)(void))
{
	(void)handle;
	(void)call;
	gate_open(&go);
	gate_wait(&done);
}

static void (*const runs[])(uint64_t, void (*)(void)) = {
	run_section,
	run_section_elsewhere,
	run_section_in_child,
	run_section_in_worker,
};
#define RUNS (sizeof(runs) / sizeof(runs[0]))

/* A few programs, each by another one of them, and one of them twice. */
static void run_all(unsigned int first, unsigned int by)
{
	unsigned int i;

	for (i = 0; i < RUNS + 1; i++) {
		*seed = first + i % RUNS;
		runs[(by + i) % RUNS](HANDLE, program);
	}
}

static struct trace trace_listening(const struct session *session,
				    unsigned int first, unsigned int by)
{
	struct trace trace;

	remote_listen(session, HANDLE);
	set_count(session, 0);
	/* What a reset is there to forget. */
	run_all(first + 1, by);
	if (first % 2)
		CHECK_OK(ioctl(session->fd, KCOV_RESET_TRACE, 0));
	set_count(session, 0);
	run_all(first, by);
	trace = trace_take(session);
	disable(session);
	return trace;
}

/* As many as a slow kernel has time for. */
static void check_programs(bool may_repeat)
{
	const unsigned int programs = host_is_kernel() ? 2 : 20;
	unsigned int first;

	for (first = 0; first < programs; first++) {
		struct trace want = trace_listening(&plain, first, first);
		struct trace got = trace_listening(&once, first, first);

		CHECK(want.n > 0 && want.n < plain.words - 1);
		trace_without_duplicates(&want);
		if (may_repeat)
			trace_without_duplicates(&got);
		CHECK(trace_equal(&want, &got));
		trace_free(&want);
		trace_free(&got);
	}
}

static struct trace long_trace(const struct session *session)
{
	struct trace trace;

	remote_listen(session, HANDLE);
	set_count(session, 0);
	run_section(HANDLE, long_program);
	trace = trace_take(session);
	disable(session);
	return trace;
}

static void check_long(void)
{
	struct trace want = long_trace(&plain);
	struct trace got = long_trace(&once);

	CHECK(want.n > LONG);
	trace_without_duplicates(&want);
	CHECK(trace_equal(&want, &got));
	trace_free(&want);
	trace_free(&got);
}

static void check_set(unsigned int bits, bool may_repeat)
{
	struct kcov_stat stat;

	once = session_open(LISTENER_WORDS);
	set_up(&once, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					   .set_bits = bits });
	check_programs(may_repeat);
	if (!may_repeat)
		check_long();
	stat = stat_of(&once);
	CHECK_EQ(stat.lost_section | stat.lost_delivery | stat.lost_full, 0);
	CHECK(!(stat.flags & KCOV_STAT_TRUNCATED));
	CHECK(may_repeat || !stat.repeated);
	session_close(&once);
}

TEST("unique PCs of sections are delivered once, whoever delivers them")
{
	need_feature(KCOV_FEATURE_REMOTE);
	need_sections();
	seed = shared_memory(sizeof(*seed));
	go = gate_make();
	done = gate_make();
	plain = session_open(LISTENER_WORDS);
	fork_child(serve, NULL);
	check_set(0, false);
	check_set(20, false);
	check_set(8, true);
	session_close(&plain);
}
