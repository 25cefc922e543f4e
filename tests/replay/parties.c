// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* See parties.h. */
#include "tests/replay/parties.h"

#include <pthread.h>
#include <semaphore.h>

#include "harness.h"
#include "tests/model/reference.h"

static struct party {
	pthread_t thread;
	sem_t asked, answered;
	long (*body)(void *); /* NULL: it is to exit */
	void *argument;
	long result;
} parties[REF_TASKS];

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		CHECK_EQ(errno, EINTR);
}

static void *serve(void *argument)
{
	struct party *party = argument;

	for (;;) {
		wait_for(&party->asked);
		if (!party->body)
			return NULL;
		party->result = party->body(party->argument);
		sem_post(&party->answered);
	}
}

static long make_thread(void *argument)
{
	struct party *party = argument;

	return pthread_create(&party->thread, NULL, serve, party);
}

void party_begin(int p, int creator)
{
	struct party *party = &parties[p];

	CHECK_OK(sem_init(&party->asked, 0, 0));
	CHECK_OK(sem_init(&party->answered, 0, 0));
	CHECK_EQ(creator < 0 ? make_thread(party) :
			       party_do(creator, make_thread, party),
		 0);
}

void party_end(int p)
{
	parties[p].body = NULL;
	sem_post(&parties[p].asked);
	CHECK_EQ(pthread_join(parties[p].thread, NULL), 0);
}

long party_do(int p, long (*body)(void *), void *argument)
{
	struct party *party = &parties[p];

	party->body = body;
	party->argument = argument;
	sem_post(&party->asked);
	wait_for(&party->answered);
	return party->result;
}
