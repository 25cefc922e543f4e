// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-E6: compat.md nesting: of sections inside sections the four outer ones
 * collect; deeper ones do not, their work is the fourth's, and every stop finds
 * its start at any depth.
 * kills: a limit that is off by one; a stop of a deep section that ends a live
 * one; a counter that stops counting.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define LIVE 4
#define DEEPEST 100

static struct session sessions[LIVE + 1];
static struct gate ready, done;
static struct trace path[LIVE + 1], fourth, b;
static unsigned int taken;

static uint64_t handle(unsigned int depth)
{
	return COMMON(0x1e00 + depth);
}

static void take_path(void)
{
	target_path(taken);
}

static void nest(void *argument)
{
	unsigned int deepest = *(unsigned int *)argument;
	unsigned int i;

	for (i = 1; i <= deepest; i++) {
		section_start(handle(i <= LIVE ? i : LIVE + 1));
		if (i <= LIVE)
			target_path(i);
		else if (i == LIVE + 1)
			target_a();
	}
	for (i = deepest; i >= 1; i--) {
		if (i <= LIVE)
			target_b();
		section_stop();
	}
	/* All of them are off by now. */
	target_a();
}

static void check(unsigned int deepest)
{
	unsigned int i;

	for (i = 1; i <= LIVE + 1; i++)
		set_count(&sessions[i - 1], 0);
	in_thread(nest, &deepest);
	for (i = 1; i <= LIVE; i++) {
		if (i == LIVE && deepest > LIVE)
			CHECK_TRACE(&sessions[i - 1], &fourth);
		else if (i <= deepest)
			CHECK_TRACE(&sessions[i - 1], &path[i]);
		else
			CHECK_EQ(count(&sessions[i - 1]), 0);
	}
	CHECK_EQ(count(&sessions[LIVE]), 0);
}

static void *own(void *argument)
{
	unsigned int i = (unsigned int)(unsigned long)argument;

	remote_listen(&sessions[i], handle(i + 1));
	gate_open(&ready);
	gate_wait(&done);
	return NULL;
}

TEST_ANYWHERE(
	"four nested sections collect, deeper ones do not, all stops are found")
{
	pthread_t owners[LIVE + 1];
	struct trace a;
	unsigned int depth;
	unsigned long i;

	need_sections();
	ready = gate_make();
	done = gate_make();
	for (i = 0; i <= LIVE; i++)
		sessions[i] = session_open(LISTENER_WORDS);
	a = trace_alone(&sessions[0], target_a);
	b = trace_alone(&sessions[0], target_b);
	for (i = 1; i <= LIVE; i++) {
		struct trace down;

		taken = i;
		down = trace_alone(&sessions[0], take_path);
		path[i] = trace_joined(&down, &b);
		/* What the fifth does is the fourth's. */
		fourth = trace_joined(&down, &a);
		fourth = trace_joined(&fourth, &b);
	}
	for (i = 0; i <= LIVE; i++) {
		CHECK_EQ(pthread_create(&owners[i], NULL, own, (void *)i), 0);
		gate_wait(&ready);
	}
	for (depth = 1; depth <= DEEPEST; depth++)
		check(depth);
	for (i = 0; i <= LIVE; i++)
		gate_open(&done);
	for (i = 0; i <= LIVE; i++)
		CHECK_EQ(pthread_join(owners[i], NULL), 0);
}
