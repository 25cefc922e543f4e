// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-edges: the counters are the plain trace folded by kcov_edge_counter(), byte
 * for byte, saturated ones too, and the list has each that is not 0 once; a
 * store of 0, and KCOV_RESET_TRACE, clear exactly what was hit.
 * kills: a counter that wraps; a predecessor that outlives a reset; a counter
 * that is on no list, and stays.
 */
#include <string.h>

#include "extended.h"
#include "target.h"

#define PROGRAMS 30

static uint8_t want[1 << 20];

static void fold(const struct trace *trace, unsigned int map_bits)
{
	memset(want, 0, sizeof(want));
	edges_fold(want, trace, map_bits);
}

static bool map_is_folded(const struct session *session, unsigned int map_bits)
{
	return !memcmp(&session->area[1], want, 1ul << map_bits);
}

static bool run(const struct session *session, unsigned int seed,
		unsigned int map_bits)
{
	if (seed % 2)
		CHECK_OK(ioctl(session->fd, KCOV_RESET_TRACE, 0));
	set_count(session, 0);
	program_run(seed);
	return map_is_folded(session, map_bits);
}

/*
 * Twice in a row. In kernels it may take some runs, as a page of the map, or of
 * what it is compared with, that is looked at again leaves records of its own.
 */
static bool settles(const struct session *session, unsigned int seed,
		    unsigned int map_bits)
{
	int tries = host_is_kernel() ? 10 : 1;

	for (; tries; tries--)
		if (run(session, seed, map_bits) &&
		    run(session, seed, map_bits))
			return true;
	return false;
}

static void check_program(const struct session *session, unsigned int seed,
			  unsigned int map_bits)
{
	int tries = host_is_kernel() ? 50 : 1;
	bool equal = false;

	for (; tries && !equal; tries--) {
		struct trace trace = program_trace(seed);

		fold(&trace, map_bits);
		trace_free(&trace);
		enable(session);
		program_run(seed + 1);
		equal = settles(session, seed, map_bits);
		if (equal)
			edges_check_list(session, map_bits);
		disable(session);
	}
	if (!equal)
		FAIL("program %u has another map", seed);
}

static void check_map(unsigned int map_bits)
{
	const unsigned int bits = map_bits ? map_bits : 16;
	struct session session = session_open(edges_words(bits));
	struct kcov_setup setup = { .feedback = KCOV_FEEDBACK_EDGES,
				    .map_bits = map_bits };
	unsigned int seed;

	set_up(&session, setup);
	CHECK_EQ(query_of(&session).map_bits, bits);
	for (seed = 0; seed < PROGRAMS; seed++)
		check_program(&session, seed, bits);
	CHECK_EQ(stat_of(&session).lost_full, 0);
	session_close(&session);
}

static void many(void)
{
	int i;

	for (i = 0; i < 300; i++)
		target_path(5);
}

/* A few hundred rounds of one loop: its counters end at 255. */
static void check_saturation(void)
{
	struct session plain = session_open(WORDS);
	struct session edges = session_open(edges_words(16));
	bool equal = false;
	int tries = host_is_kernel() ? 50 : 1;

	set_up(&edges, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES });
	for (; tries && !equal; tries--) {
		struct trace trace = trace_alone(&plain, many);

		CHECK(trace.n < WORDS - 1);
		fold(&trace, 16);
		trace_free(&trace);
		enable_empty(&edges);
		many();
		equal = map_is_folded(&edges, 16);
		disable(&edges);
	}
	CHECK(equal);
	CHECK(memchr(want, 255, sizeof(want)));
	session_close(&plain);
	session_close(&edges);
}

TEST_ANYWHERE("edges are the plain trace folded")
{
	need_feature(KCOV_FEATURE_EDGES);
	check_map(0);
	check_map(12);
	check_map(20);
	check_saturation();
}
