// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3, S-D15, S-M7: kill -9 at any moment: the parent reads what the child
 * left, and enables the same device again.
 * kills: (user space) a lock or an owner that the dead keep.
 */
#include <signal.h>
#include <time.h>

#include "harness.h"
#include "target.h"

#define ROUNDS 60

static struct gate started;

static void trace_for_ever(void *argument)
{
	const struct session *session = argument;

	gate_open(&started);
	for (;;) {
		enable(session);
		target_a();
		set_count(session, 0);
		target_b();
		disable(session);
	}
}

TEST("a device survives the SIGKILL of the thread it traces")
{
	struct session session = session_open(WORDS);
	struct trace trace;
	int round;

	started = gate_make();
	for (round = 0; round < ROUNDS; round++) {
		/* From mid-start to some thousand rounds of the loop. */
		struct timespec pause = { .tv_nsec = round * 50000l };
		pid_t pid = fork_child(trace_for_ever, &session);

		gate_wait(&started);
		nanosleep(&pause, NULL);
		CHECK_OK(kill(pid, SIGKILL));
		CHECK_KILLED(pid, SIGKILL);
		trace = trace_take(&session);
		trace_free(&trace);
		CHECK_COLLECTS(&session, target_a);
	}
	session_close(&session);
}
