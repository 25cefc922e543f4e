// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R4, L-R5 over processes: a handle that a session of another process has is
 * EEXIST; among several the first bad one decides; and nothing is changed by
 * that: the loser's other handles stay free, its device and its thread are as
 * they were, the winner goes on.
 * kills: a check of this process's registry only, half of a request published,
 * handles that are free when their device goes.
 */
#include "remote.h"
#include "target.h"

#define TAKEN USB(0x3401)
#define ALSO_TAKEN COMMON(0x3402)
#define FREE USB(0x3403)
#define BAD USB(1ull << 40)

static struct gate ready, over, disabled, end;

static void own(void *argument)
{
	struct session session = session_open(LISTENER_WORDS);
	struct request request = request_for_both(ALSO_TAKEN, TAKEN);

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
	gate_open(&ready);
	gate_wait(&over);
	CHECK(count(&session) > 0);
	/* The device stays as it is: the session is what has the handles. */
	disable(&session);
	gate_open(&disabled);
	gate_wait(&end);
	session_close(&session);
}

static struct request request_of(uint64_t first, uint64_t second,
				 uint64_t common)
{
	struct request request = request_for(first);

	request.num_handles = 2;
	request.handles[1] = second;
	request.common_handle = common;
	return request;
}

static void check_order(const struct session *session)
{
	struct request request = request_of(FREE, TAKEN, 0);

	CHECK_ERR(remote_enable(session, &request), EEXIST);
	request = request_of(TAKEN, BAD, 0);
	CHECK_ERR(remote_enable(session, &request), EEXIST);
	request = request_of(BAD, TAKEN, 0);
	CHECK_ERR(remote_enable(session, &request), EINVAL);
	request = request_of(TAKEN, TAKEN, 0);
	CHECK_ERR(remote_enable(session, &request), EEXIST);
	request = request_of(FREE, USB(0x3404), ALSO_TAKEN);
	CHECK_ERR(remote_enable(session, &request), EEXIST);
}

static void take_the_free_one(void *argument)
{
	struct request request = request_for(FREE);

	(void)argument;
	check_free(&request);
}

TEST("handles are exclusive over all processes")
{
	struct session session;
	struct request request;
	struct trace a;
	pid_t owner;

	need_sections();
	ready = gate_make();
	over = gate_make();
	disabled = gate_make();
	end = gate_make();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	owner = fork_child(own, NULL);
	gate_wait(&ready);
	set_count(&session, 1234);
	check_order(&session);
	CHECK_EQ(count(&session), 1234);
	CHECK_EQ(common_handle(), 0);
	CHECK_EXIT(fork_child(take_the_free_one, NULL), 0);
	/* Device and thread are free for anything. */
	set_count(&session, 0);
	enable(&session);
	target_a();
	disable(&session);
	CHECK_TRACE(&session, &a);
	remote_listen(&session, FREE);
	CHECK_LEAVES(&session, run_section(FREE, target_a), &a);
	disable(&session);
	/* The winner noticed nothing; when it lets go, its handles are free. */
	run_section(TAKEN, target_a);
	gate_open(&over);
	gate_wait(&disabled);
	request = request_of(TAKEN, FREE, ALSO_TAKEN);
	check_free(&request);
	gate_open(&end);
	CHECK_EXIT(owner, 0);
	session_close(&session);
}
