// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X3, S-E2, S-M4 over processes: two worker processes of four threads run
 * sections for two handles all the time, while two clients enable, disable and
 * replace their devices: what a session has when it is over is whole sections
 * of its own handle, nothing arrives after DISABLE, and the last session works.
 * kills: proxies without a lock, one that stays for the next session, one that
 * is taken for known before it is there.
 */
#include "remote.h"
#include "target.h"

#define HANDLE(client) COMMON(0x3a01 + (client))
#define PROCESSES 2
#define THREADS 4
#define SESSIONS 1000
#define AREA_WORDS (1ul << 14)

static void (*const calls[2])(void) = { target_a, target_b };

static void *work_on(void *argument)
{
	int i;

	for (i = 0;; i++)
		run_section(HANDLE(i % 2), calls[i % 2]);
	return argument;
}

static void work(void *argument)
{
	int i;

	for (i = 1; i < THREADS; i++)
		start_thread(work_on, NULL);
	work_on(argument);
}

static void be_client(void *argument)
{
	const int me = (int)(long)argument;
	struct session session = session_open(AREA_WORDS);
	struct trace alone = trace_alone(&session, calls[me]);
	unsigned long delivered = 0;
	int i;

	for (i = 0; i < SESSIONS; i++) {
		set_count(&session, 0);
		remote_listen(&session, HANDLE(me));
		if (i % 4 == 0)
			usleep(i % 200);
		disable(&session);
		delivered += whole_sections(&session, &alone);
		if (i % 16 == 15) {
			session_close(&session);
			session = session_open(AREA_WORDS);
		}
	}
	note("%lu sections of %d sessions", delivered, SESSIONS);
	/* Every worker finds the last session, or this waits for ever. */
	set_count(&session, 0);
	remote_listen(&session, HANDLE(me));
	while (count(&session) < 10 * alone.n)
		usleep(100);
	listener_close(&session);
}

TEST("sections race with sessions of other processes and arrive whole")
{
	pid_t clients[2];
	int i;

	need_sections();
	for (i = 0; i < PROCESSES; i++)
		fork_child(work, NULL);
	for (i = 0; i < 2; i++)
		clients[i] = fork_child(be_client, (void *)(long)i);
	for (i = 0; i < 2; i++)
		CHECK_EXIT(clients[i], 0);
}
