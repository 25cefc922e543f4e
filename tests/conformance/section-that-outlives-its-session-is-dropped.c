// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X3, S-E2: a section that stops after its session was disabled delivers
 * nothing, whether the device is off, enabled locally, or listens to the same
 * handle again by then; the next section delivers.
 * kills: a stop that looks only whether the device is enabled.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1501)

static struct session session;
static struct gate started, stop;
static struct trace b;

static void *work(void *argument)
{
	section_start(HANDLE);
	target_a();
	gate_open(&started);
	gate_wait(&stop);
	target_a();
	section_stop();
	run_section(HANDLE, target_b);
	return argument;
}

static void leave_off(void)
{
}

static void enable_locally(void)
{
	enable(&session);
}

static void listen_again(void)
{
	remote_listen(&session, HANDLE);
}

static void listen_twice_more(void)
{
	listen_again();
	disable(&session);
	listen_again();
}

static void check(void (*next)(void), bool listens)
{
	pthread_t worker;

	remote_listen(&session, HANDLE);
	CHECK_EQ(pthread_create(&worker, NULL, work, NULL), 0);
	gate_wait(&started);
	disable(&session);
	next();
	set_count(&session, 0);
	gate_open(&stop);
	CHECK_EQ(pthread_join(worker, NULL), 0);
	if (listens)
		CHECK_TRACE(&session, &b);
	else
		CHECK_EQ(count(&session), 0);
	if (next != leave_off)
		disable(&session);
}

TEST_ANYWHERE("a section that outlives its session is delivered to nobody")
{
	need_sections();
	session = session_open(LISTENER_WORDS);
	b = trace_alone(&session, target_b);
	started = gate_make();
	stop = gate_make();
	check(leave_off, false);
	check(enable_locally, false);
	check(listen_again, true);
	check(listen_twice_more, true);
	session_close(&session);
}
