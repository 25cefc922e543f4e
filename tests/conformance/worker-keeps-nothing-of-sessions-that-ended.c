// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-M8 over processes: a worker process serves hundreds of sessions one after
 * the other, each with a handle of its own, of clients that disable or are
 * killed: it has as many mappings and descriptors after the last as after the
 * tenth. KCOV_TEST_CYCLES says how many sessions.
 * kills: proxies that stay because nobody asks for their handles again.
 */
#include <signal.h>

#include "leftovers.h"
#include "remote.h"
#include "target.h"

#define HANDLE(n) COMMON(0x3c01 + (n))
#define DEFAULT_CLIENTS 300

static struct gate go, done;

static void serve(void *argument)
{
	int i;

	(void)argument;
	for (i = 0;; i++) {
		gate_wait(&go);
		run_section(HANDLE(i), target_a);
		gate_open(&done);
	}
}

static void be_served(void *argument)
{
	const int i = (int)(long)argument;
	struct session session = listener_open(HANDLE(i));

	gate_open(&go);
	gate_wait(&done);
	CHECK(count(&session) > 0);
	if (i % 2)
		raise(SIGKILL);
	listener_close(&session);
}

TEST("a worker keeps nothing of sessions that ended")
{
	long clients, mappings = 0, descriptors = 0;
	pid_t server;
	long i;

	need_sections();
	clients = (long)number_from("KCOV_TEST_CYCLES", DEFAULT_CLIENTS);
	go = gate_make();
	done = gate_make();
	server = fork_child(serve, NULL);
	for (i = 0; i < clients; i++) {
		pid_t client = fork_child(be_served, (void *)i);

		if (i % 2)
			CHECK_KILLED(client, SIGKILL);
		else
			CHECK_EXIT(client, 0);
		if (i == 10) {
			mappings = mappings_of(server);
			descriptors = descriptors_of(server);
		}
	}
	note("%ld mappings after 10 sessions, %ld after %ld", mappings,
	     mappings_of(server), clients);
	CHECK(mappings_of(server) <= mappings + 8);
	CHECK_EQ(descriptors_of(server), descriptors);
	CHECK_OK(kill(server, SIGKILL));
	CHECK_KILLED(server, SIGKILL);
}
