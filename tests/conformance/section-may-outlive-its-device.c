// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-M6, S-E4: the device of a running section is disabled, unmapped and closed,
 * or its owner ends, with or without a close: the section goes on and stops
 * without harm, and the worker's next one works.
 * kills: a stop that uses the area or the device without a reference.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1601)

static struct gate started, stop;

static void *work(void *argument)
{
	section_start(HANDLE);
	target_a();
	gate_open(&started);
	gate_wait(&stop);
	target_a();
	section_stop();
	return argument;
}

static void run(void (*end)(struct session *))
{
	struct session session = listener_open(HANDLE);
	pthread_t worker;

	CHECK_EQ(pthread_create(&worker, NULL, work, NULL), 0);
	gate_wait(&started);
	end(&session);
	gate_open(&stop);
	CHECK_EQ(pthread_join(worker, NULL), 0);
}

static void disable_and_close(struct session *session)
{
	listener_close(session);
}

static void close_only(struct session *session)
{
	session_close(session);
}

/* The owner ends while the section still runs: it stops after that. */
static pthread_t late;

static void own_and_end(void *argument)
{
	struct session session = listener_open(HANDLE);

	CHECK_EQ(pthread_create(&late, NULL, work, NULL), 0);
	gate_wait(&started);
	if (argument)
		session_close(&session);
}

static void run_beyond_owner(bool closes)
{
	in_thread(own_and_end, closes ? &late : NULL);
	gate_open(&stop);
	CHECK_EQ(pthread_join(late, NULL), 0);
}

static void run_in_thread(void *argument)
{
	run((void (*)(struct session *))argument);
}

TEST_ANYWHERE(
	"a section goes on and stops without harm when its device is gone")
{
	struct session session;
	struct trace alone;

	need_sections();
	started = gate_make();
	stop = gate_make();
	in_thread(run_in_thread, disable_and_close);
	in_thread(run_in_thread, close_only);
	run_beyond_owner(true);
	run_beyond_owner(false);
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	set_count(&session, 0);
	remote_listen(&session, HANDLE);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_TRACE(&session, &alone);
	listener_close(&session);
}
