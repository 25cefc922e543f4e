// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X2, L-X3, S-M4 over processes: a worker process is in a section when the
 * client disables, and stops when the client has the next session with the same
 * handle, or another client has it: that section is delivered to nobody; the
 * worker's next one reaches whoever has the handle then.
 * kills: an epoch that is asked for when a section starts, or not at all.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x3501)

static struct gate go, done;

static void step(void)
{
	gate_open(&go);
	gate_wait(&done);
}

static void work(void *argument)
{
	(void)argument;
	for (;;) {
		gate_wait(&go);
		section_start(HANDLE);
		target_a();
		gate_open(&done);
		gate_wait(&go);
		target_b();
		section_stop();
		gate_open(&done);
	}
}

TEST("a section of a process that outlives its session is delivered to nobody")
{
	struct session first, second;
	struct trace a, b, ab;
	int i;

	need_sections();
	go = gate_make();
	done = gate_make();
	first = session_open(LISTENER_WORDS);
	second = session_open(LISTENER_WORDS);
	a = trace_alone(&first, target_a);
	b = trace_alone(&first, target_b);
	ab = trace_joined(&a, &b);
	fork_child(work, NULL);
	for (i = 0; i < 100; i++) {
		const struct session *heir = i % 2 ? &first : &second;

		remote_listen(&first, HANDLE);
		set_count(&first, 0);
		set_count(&second, 0);
		step();
		disable(&first);
		remote_listen(heir, HANDLE);
		step();
		CHECK_EQ(count(&first), 0);
		CHECK_EQ(count(&second), 0);
		step();
		step();
		CHECK_TRACE(heir, &ab);
		disable(heir);
	}
	/* Enabled for its own thread meanwhile: not for that section either. */
	remote_listen(&first, HANDLE);
	step();
	disable(&first);
	enable_empty(&first);
	step();
	CHECK_EQ(count(&first), 0);
	disable(&first);
	session_close(&first);
	session_close(&second);
}
