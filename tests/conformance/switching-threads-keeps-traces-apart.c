// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T4: two traced threads that take turns: collection goes on after each
 * switch, for the right thread.
 * kills: a switch that leaves the outgoing thread marked as switching; state
 * kept per CPU.
 */
#include "harness.h"
#include "target.h"

#define TURNS 200

struct player {
	struct session session;
	void (*call)(void);
	struct gate wait;
	struct gate wake;
	const struct trace *own;
	const struct trace *others;
};

static void play(void *argument)
{
	struct player *player = argument;
	int turn;

	enable(&player->session);
	for (turn = 0; turn < TURNS; turn++) {
		struct trace trace;

		set_count(&player->session, 0);
		gate_wait(&player->wait);
		player->call();
		gate_open(&player->wake);
		trace = trace_take(&player->session);
		CHECK_EQ(trace_marks(&trace, player->own), player->own->n);
		CHECK_EQ(trace_marks(&trace, player->others), 0);
		trace_free(&trace);
	}
	disable(&player->session);
}

TEST("threads that take turns keep their own traces")
{
	struct session session = session_open(WORDS);
	struct trace a = marks_of(&session, target_a, target_b);
	struct trace b = marks_of(&session, target_b, target_a);
	struct trace noise = trace_alone(&session, bustle);
	struct gate ping = gate_make();
	struct gate pong = gate_make();
	struct player players[2] = {
		{ session_open(WORDS), target_a, ping, pong, &a, &b },
		{ session_open(WORDS), target_b, pong, ping, &b, &a },
	};
	unsigned long i, kept = 0;
	pid_t pid;

	/* target_a() reads: what pipes do too is no mark of it. */
	for (i = 0; i < a.n; i++)
		if (!trace_has(&noise, a.pc[i]))
			a.pc[kept++] = a.pc[i];
	a.n = kept;
	CHECK(a.n > 0);

	gate_open(&ping);
	pid = fork_child(play, &players[0]);
	play(&players[1]);
	CHECK_EXIT(pid, 0);
	session_close(&players[0].session);
	session_close(&players[1].session);
	session_close(&session);
}
