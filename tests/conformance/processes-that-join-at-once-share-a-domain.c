// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-registry: many processes use their first handle in the same moment, in a
 * domain that nobody was in: they are in one domain, for whichever of them then
 * enables, the others work.
 * kills: a domain that is made without a lock.
 */
#include <sched.h>

#include "domain.h"
#include "target.h"

#define HANDLE COMMON(0x3d01)
#define PROCESSES 8
#define ROUNDS 60

static struct session session;
static struct trace a;

struct round {
	int ready;
	int joined;
	int enabled;
	int served;
};

static void reach(int *counter, int wanted)
{
	__atomic_add_fetch(counter, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(counter, __ATOMIC_ACQUIRE) < wanted)
		sched_yield();
}

static void be_worker(void *argument)
{
	struct round *round = argument;

	reach(&round->ready, PROCESSES);
	run_section(HANDLE, target_a);
	reach(&round->joined, PROCESSES);
	reach(&round->enabled, PROCESSES);
	run_section(HANDLE, target_a);
	reach(&round->served, PROCESSES);
}

static void be_client(void *argument)
{
	struct round *round = argument;

	reach(&round->ready, PROCESSES);
	remote_listen(&session, COMMON(0x3d02));
	disable(&session);
	reach(&round->joined, PROCESSES);
	remote_listen(&session, HANDLE);
	set_count(&session, 0);
	reach(&round->enabled, PROCESSES);
	reach(&round->served, PROCESSES);
	CHECK_EQ(count(&session), (PROCESSES - 1) * a.n);
	disable(&session);
}

TEST("processes that join at once share a domain")
{
	struct round *rounds = shared_memory(sizeof(*rounds) * ROUNDS);
	pid_t pids[PROCESSES];
	int i, n;

	need_domains();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	for (n = 0; n < ROUNDS; n++) {
		const char *folder = folder_make();

		domain_choose(folder);
		for (i = 0; i < PROCESSES; i++)
			pids[i] = fork_child(i ? be_worker : be_client,
					     &rounds[n]);
		for (i = 0; i < PROCESSES; i++)
			CHECK_EXIT(pids[i], 0);
		folder_remove(folder);
	}
}
