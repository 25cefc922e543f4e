// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R5, S-M8, U-domain-full: sessions of many threads, 257 handles each, until
 * the domain is full: that call is ENOMEM and changes nothing, so each of its
 * handles is free for other processes; every handle before it is found, by
 * another process too; once a session ends there is room. What clients left that were killed is not in the way, whether or not
 * anybody wants just their handles.
 * kills: a look-up that gives up early, a full table that keeps half a session,
 * one that fills with the dead.
 */
#include <pthread.h>
#include <signal.h>

#include "remote.h"
#include "target.h"

#define SESSIONS 32

static struct session sessions[SESSIONS];
static struct gate go_on, refused_goes_on;
static int err[SESSIONS];
static struct gate done;

static uint64_t nth(int session, unsigned int i)
{
	return USB(0x100000 + session * 1000 + i);
}

static struct request request_of(int session)
{
	struct request request = request_for(COMMON(0x100000 + session));
	unsigned int i;

	request.area_size = page_words();
	request.num_handles = KCOV_REMOTE_MAX_HANDLES;
	for (i = 0; i < KCOV_REMOTE_MAX_HANDLES; i++)
		request.handles[i] = nth(session, i);
	return request;
}

static void *own(void *argument)
{
	int i = (int)(long)argument;
	struct request request = request_of(i);

	sessions[i] = session_open(page_words());
	err[i] = remote_enable(&sessions[i], &request) ? errno : 0;
	gate_open(&done);
	gate_wait(err[i] ? &refused_goes_on : &go_on);
	if (!err[i])
		disable(&sessions[i]);
	gate_open(&done);
	return NULL;
}

static void call_every_handle(void *argument)
{
	int session = (int)(long)argument;
	unsigned int i;

	for (i = 0; i < KCOV_REMOTE_MAX_HANDLES; i++)
		run_section(nth(session, i), target_a);
	run_section(COMMON(0x100000 + session), target_a);
}

static void check_found(int session)
{
	struct trace one = { 0 };
	unsigned long all;

	set_count(&sessions[session], 0);
	run_section_in_child(nth(session, 0), target_a);
	one = trace_take(&sessions[session]);
	CHECK(one.n > 0);
	set_count(&sessions[session], 0);
	CHECK_EXIT(fork_child(call_every_handle, (void *)(long)session), 0);
	all = one.n * (KCOV_REMOTE_MAX_HANDLES + 1);
	CHECK_EQ(count(&sessions[session]),
		 all < sessions[session].words ? all :
						 sessions[session].words - 1);
	trace_free(&one);
}

/* By a process that has nothing of the one that was refused. */
static void check_free_elsewhere(void *request)
{
	check_free(request);
}

static void own_and_die(void *argument)
{
	struct request request = request_of((int)(long)argument);
	struct session session = session_open(page_words());

	CHECK_OK(remote_enable(&session, &request));
	raise(SIGKILL);
}

TEST("a full domain takes no more handles until a session ends")
{
	pthread_t owners[SESSIONS];
	struct request request;
	int full;
	int i;

	need_domains();
	done = gate_make();
	go_on = gate_make();
	refused_goes_on = gate_make();
	for (full = 0; full < SESSIONS; full++) {
		CHECK_EQ(pthread_create(&owners[full], NULL, own,
					(void *)(long)full),
			 0);
		gate_wait(&done);
		if (err[full])
			break;
	}
	CHECK(full > 10 && full < SESSIONS);
	CHECK_EQ(err[full], ENOMEM);
	for (i = 0; i < full; i++)
		check_found(i);
	/* Somebody makes room: what was refused is anybody's, whole. */
	gate_open(&go_on);
	gate_wait(&done);
	request = request_of(full);
	CHECK_EXIT(fork_child(check_free_elsewhere, &request), 0);
	for (i = 1; i < full; i++)
		gate_open(&go_on);
	gate_open(&refused_goes_on);
	for (i = 0; i <= full; i++)
		CHECK_EQ(pthread_join(owners[i], NULL), 0);
	for (i = 0; i <= full; i++) {
		request = request_of(i);
		check_free(&request);
	}
	for (i = 0; i < SESSIONS; i++)
		CHECK_KILLED(fork_child(own_and_die, (void *)(long)i), SIGKILL);
	request = request_of(SESSIONS);
	check_free(&request);
}
