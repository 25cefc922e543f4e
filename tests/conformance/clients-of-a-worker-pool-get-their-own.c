// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, L-X6, U-registry: two clients, each a process, and a pool of four
 * workers forked before them; requests of both are under way at once and any
 * worker takes any. Each client's device shows exactly what its own request
 * runs, the same that the client sees when it makes the call itself.
 * kills: a proxy that is found by the wrong handle, a stop that delivers late.
 */
#include <string.h>

#include "remote.h"
#include "target.h"

#define HANDLE(client) COMMON(0x3301 + (client))
#define WORKERS 4
#define CLIENTS 2
#define REQUESTS 1000

struct task {
	uint64_t handle;
	unsigned int path;
	unsigned int client;
};

static int tasks[2];
static struct gate answered[CLIENTS];

/* One read is one task: they are smaller than what a pipe keeps whole. */
static void serve(void *argument)
{
	struct task task;

	(void)argument;
	close(tasks[1]);
	while (read(tasks[0], &task, sizeof(task)) == sizeof(task)) {
		section_start(task.handle);
		target_path(task.path);
		section_stop();
		gate_open(&answered[task.client]);
	}
}

static unsigned int path;

static void call_path(void)
{
	target_path(path);
}

static void ask(void *argument)
{
	unsigned int client = (unsigned int)(long)argument;
	struct trace direct[TARGET_PATHS];
	struct session session = session_open(LISTENER_WORDS);
	unsigned int i;

	for (path = 0; path < TARGET_PATHS; path++)
		direct[path] = trace_alone(&session, call_path);
	remote_listen(&session, HANDLE(client));
	for (i = 0; i < REQUESTS; i++) {
		struct task task = { .handle = HANDLE(client),
				     .path = (i * 7 + client) % TARGET_PATHS,
				     .client = client };

		set_count(&session, 0);
		CHECK_EQ(write(tasks[1], &task, sizeof(task)), sizeof(task));
		gate_wait(&answered[client]);
		CHECK_TRACE(&session, &direct[task.path]);
		/* Now and then a session ends and the next begins. */
		if (i % 50 == 49) {
			disable(&session);
			remote_listen(&session, HANDLE(client));
		}
	}
	listener_close(&session);
}

TEST("clients of a pool of worker processes get their own requests")
{
	pid_t workers[WORKERS], clients[CLIENTS];
	int i;

	need_sections();
	CHECK_OK(pipe(tasks));
	for (i = 0; i < CLIENTS; i++)
		answered[i] = gate_make();
	for (i = 0; i < WORKERS; i++)
		workers[i] = fork_child(serve, NULL);
	for (i = 0; i < CLIENTS; i++)
		clients[i] = fork_child(ask, (void *)(long)i);
	for (i = 0; i < CLIENTS; i++)
		CHECK_EXIT(clients[i], 0);
	close(tasks[1]);
	for (i = 0; i < WORKERS; i++)
		CHECK_EXIT(workers[i], 0);
}
