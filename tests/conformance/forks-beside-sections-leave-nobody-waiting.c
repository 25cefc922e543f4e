// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, U-registry: a process is forked while other threads of it are anywhere
 * in a section, its start or its stop, for a session of its own and for another
 * process's. The child can do all that, at once.
 * kills: (user space) a lock that a child inherits from a thread that it has
 * not.
 */
#include <pthread.h>

#include "domain.h"
#include "target.h"

#define HANDLE COMMON(0x6201)
#define ELSEWHERE COMMON(0x6202)
#define COMES_AND_GOES COMMON(0x6203)
/* One in some thirty meets a thread that has a lock. */
#define FORKS 100

static struct session session, elsewhere;
static bool over;

static void *work(void *unused)
{
	while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
		run_section(HANDLE, target_a);
		run_section(ELSEWHERE, target_a);
	}
	return unused;
}

/* With so many handles that most of the time somebody has a lock. */
static void *come_and_go(void *unused)
{
	struct session own = session_open(LISTENER_WORDS);
	struct request request = request_for(COMES_AND_GOES);

	for (; request.num_handles < KCOV_REMOTE_MAX_HANDLES;
	     request.num_handles++)
		request.handles[request.num_handles] =
			USB(0x6200 + request.num_handles);
	while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
		CHECK_OK(remote_enable(&own, &request));
		disable(&own);
	}
	session_close(&own);
	return unused;
}

/* In the child its parent is somebody else, too. */
static void child(void *unused)
{
	struct session own = session_open(LISTENER_WORDS);

	(void)unused;
	run_section(HANDLE, target_a);
	run_section(ELSEWHERE, target_a);
	enable(&own);
	target_a();
	CHECK(count(&own) > 0);
	disable(&own);
	session_close(&own);
}

static void own_elsewhere(void *over_there)
{
	const struct gate *gates = over_there;

	remote_listen(&elsewhere, ELSEWHERE);
	gate_open(&gates[0]);
	gate_wait(&gates[1]);
	disable(&elsewhere);
}

TEST("a fork beside threads in sections leaves no child waiting")
{
	struct gate gates[] = { gate_make(), gate_make() };
	pthread_t worker, client;
	pid_t owner;
	int i;

	need_sections();
	if (host_is_kernel())
		SKIP("a kernel's locks are nobody's memory");
	elsewhere = session_open(LISTENER_WORDS);
	owner = fork_child(own_elsewhere, gates);
	gate_wait(&gates[0]);
	session = listener_open(HANDLE);
	CHECK_EQ(pthread_create(&worker, NULL, work, NULL), 0);
	CHECK_EQ(pthread_create(&client, NULL, come_and_go, NULL), 0);
	for (i = 0; i < FORKS; i++)
		CHECK_EXIT(fork_child(child, NULL), 0);
	__atomic_store_n(&over, true, __ATOMIC_RELAXED);
	CHECK_EQ(pthread_join(worker, NULL), 0);
	CHECK_EQ(pthread_join(client, NULL), 0);
	gate_open(&gates[1]);
	CHECK_EXIT(owner, 0);
	listener_close(&session);
}
