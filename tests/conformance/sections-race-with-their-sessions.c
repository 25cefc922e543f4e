// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X3, S-E2, S-E4, S-M4: four workers run sections all the time while the
 * owner enables, disables and replaces the device: what a session has when it
 * is over is whole sections, nothing arrives after DISABLE, and the last
 * session works.
 * kills: a stop that checks the session before it takes the device's lock.
 */
#include <pthread.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2601)
#define WORKERS 4
#define SESSIONS 3000
#define AREA_WORDS (1ul << 14)

static struct trace alone;
static volatile bool over;

static void *work(void *argument)
{
	while (!over)
		run_section(HANDLE, target_a);
	return argument;
}

TEST_ANYWHERE("sections that race with sessions arrive whole or not at all")
{
	struct session session;
	pthread_t workers[WORKERS];
	unsigned long delivered = 0;
	int i;

	need_sections();
	session = session_open(AREA_WORDS);
	alone = trace_alone(&session, target_a);
	for (i = 0; i < WORKERS; i++)
		CHECK_EQ(pthread_create(&workers[i], NULL, work, NULL), 0);
	for (i = 0; i < SESSIONS; i++) {
		set_count(&session, 0);
		remote_listen(&session, HANDLE);
		if (i % 8 == 0)
			usleep(i % 100);
		disable(&session);
		delivered += whole_sections(&session, &alone);
		if (i % 16 == 15) {
			session_close(&session);
			session = session_open(AREA_WORDS);
		}
	}
	note("%lu sections of %d sessions", delivered, SESSIONS);
	set_count(&session, 0);
	remote_listen(&session, HANDLE);
	over = true;
	for (i = 0; i < WORKERS; i++)
		CHECK_EQ(pthread_join(workers[i], NULL), 0);
	CHECK_LEAVES(&session, run_section(HANDLE, target_a), &alone);
	listener_close(&session);
}
