// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-M7, S-M8, U-dead-owner: owners and workers of one domain are killed at
 * random instants, from their first call on: with the domain being made,
 * handles being published, sections under way. Each time the next comer has the
 * handles at once and a worker that lives serves it, with as many descriptors
 * and mappings in the end as in the beginning. With the last process the domain
 * is gone: no shared memory, no file. KCOV_TEST_KILLS says how many kills.
 * kills: an entry that outlives its owner, a lock that does, a segment without
 * a user, a proxy for every session there ever was.
 */
#include <signal.h>

#include "domain.h"
#include "leftovers.h"
#include "target.h"

#define HANDLE COMMON(0x3901)
#define BUS USB(0x3902)
#define DEFAULT_KILLS 200

static int kills;
static struct gate go, done, born;
static struct trace a;

static void serve(void *argument)
{
	(void)argument;
	for (;;) {
		gate_wait(&go);
		run_section(HANDLE, target_a);
		gate_open(&done);
	}
}

/* Nobody else has the handles while this one lives. */
static void own(void *argument)
{
	struct request request = request_for_both(HANDLE, BUS);
	struct session session;

	(void)argument;
	gate_open(&born);
	session = session_open(LISTENER_WORDS);
	for (;;) {
		CHECK_OK(remote_enable(&session, &request));
		run_section(BUS, target_a);
		disable(&session);
	}
}

static void work(void *argument)
{
	(void)argument;
	gate_open(&born);
	for (;;) {
		run_section(HANDLE, target_a);
		run_section(BUS, target_a);
	}
}

static void kill_soon(pid_t pid, int i)
{
	gate_wait(&born);
	usleep(i * 7 % 300);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_KILLED(pid, SIGKILL);
}

/* A fresh client, served by the worker that lives. */
static void be_served(void *argument)
{
	struct request request = request_for_both(HANDLE, BUS);
	struct session session = session_open(LISTENER_WORDS);

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
	gate_open(&go);
	gate_wait(&done);
	CHECK_TRACE(&session, &a);
	listener_close(&session);
}

static void storm(void *argument)
{
	pid_t server = fork_child(serve, NULL);
	struct session session = session_open(LISTENER_WORDS);
	long mappings = 0, descriptors = 0;
	int i;

	(void)argument;
	a = trace_alone(&session, target_a);
	for (i = 0; i < kills; i++) {
		pid_t owner = fork_child(own, NULL);
		pid_t worker = 0;

		if (i % 2) {
			gate_wait(&born);
			worker = fork_child(work, NULL);
			kill_soon(worker, i);
			gate_open(&born);
		}
		kill_soon(owner, i * 3);
		if (i % 10 != 9)
			continue;
		CHECK_EXIT(fork_child(be_served, NULL), 0);
		if (i == 99) {
			mappings = mappings_of(server);
			descriptors = descriptors_of(server);
		}
	}
	CHECK(mappings_of(server) <= mappings + 4);
	CHECK_EQ(descriptors_of(server), descriptors);
	CHECK_OK(kill(server, SIGKILL));
	CHECK_KILLED(server, SIGKILL);
}

/* Every process of a domain is killed while it is being made. */
static void storm_at_birth(const char *folder)
{
	int i;

	domain_choose(folder);
	for (i = 0; i < kills / 4; i++)
		kill_soon(fork_child(i % 2 ? own : work, NULL), i);
}

TEST("kills leave nothing of a domain behind")
{
	const char *folder = folder_make();

	need_domains();
	kills = (int)number_from("KCOV_TEST_KILLS", DEFAULT_KILLS);
	note("KCOV_TEST_KILLS=%d", kills);
	/* Mappings are counted after the first hundred. */
	CHECK(kills > 100);
	segments_of_our_own();
	go = gate_make();
	done = gate_make();
	born = gate_make();
	domain_choose(folder);
	CHECK_EXIT(fork_child(storm, NULL), 0);
	storm_at_birth(folder);
	/* What a maker was killed over is for the next one to remove. */
	run_section_in_child(HANDLE, target_a);
	CHECK_EQ(segments_left(), 0);
	folder_remove(folder);
}
