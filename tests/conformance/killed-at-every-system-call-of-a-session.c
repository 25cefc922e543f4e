// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-M7, S-E7: a client, and a worker of another client, are killed at each
 * system call in turn, from the making of the domain to the end of the session.
 * Each time the handles are free at once, a fresh client is served by a fresh
 * worker, and no memory is left that the next process does not remove.
 * kills: a segment that is left when its maker dies before it is marked, a
 * table whose lock or slot a dead process keeps.
 */
#include "domain.h"
#include "stepping.h"
#include "target.h"

#define HANDLE COMMON(0x3b01)
#define BUS USB(0x3b02)

static struct trace a;

static void be_client(void *argument)
{
	struct request request = request_for_both(HANDLE, BUS);
	struct session session = session_open(LISTENER_WORDS);

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
	run_section(BUS, target_a);
	disable(&session);
}

static void be_worker(void *argument)
{
	(void)argument;
	run_section(HANDLE, target_a);
	run_section(BUS, target_a);
}

/* Served by a child: everything works, whatever was killed. */
static void check_service(void *argument)
{
	struct request request = request_for_both(HANDLE, BUS);
	struct session session = session_open(LISTENER_WORDS);

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
	run_section_in_child(HANDLE, target_a);
	CHECK_TRACE(&session, &a);
	CHECK_LEAVES(&session, run_section_in_child(BUS, target_a), &a);
	listener_close(&session);
}

static int kill_at_every_call(void (*body)(void *))
{
	int calls;

	for (calls = 1; killed_after(body, calls); calls++) {
		CHECK_EXIT(fork_child(check_service, NULL), 0);
		CHECK_EQ(segments_left(), 0);
	}
	return calls;
}

/* A client that goes on while its workers are killed. */
static void kill_workers(void *argument)
{
	struct request request = request_for_both(HANDLE, BUS);
	struct session session = session_open(LISTENER_WORDS);
	bool killed = true;
	int calls;

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
	for (calls = 1; killed; calls++) {
		killed = killed_after(be_worker, calls);
		CHECK_EQ(count(&session) % a.n, 0);
		CHECK_LEAVES(&session, run_section_in_child(HANDLE, target_a),
			     &a);
		set_count(&session, 0);
	}
	note("%d stops of a worker for a client", calls);
	listener_close(&session);
}

static void measure(void)
{
	struct session session = session_open(LISTENER_WORDS);

	a = trace_alone(&session, target_a);
	session_close(&session);
}

TEST("a session works wherever a client or a worker before it was killed")
{
	const char *folder = folder_make();

	need_domains();
	segments_of_our_own();
	domain_choose(folder);
	measure();
	note("%d stops of a client", kill_at_every_call(be_client));
	note("%d stops of a worker for nobody", kill_at_every_call(be_worker));
	CHECK_EXIT(fork_child(kill_workers, NULL), 0);
	folder_remove(folder);
}
