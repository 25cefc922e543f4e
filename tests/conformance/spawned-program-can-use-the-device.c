// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4, L-T2: a device handed to another program by posix_spawn with file
 * actions, and by vfork and exec, is the same device there; the spawning
 * thread's own collection is undisturbed.
 * kills: (user space) a table of descriptors; a vfork child whose exec takes
 * its parent's session along.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "script.h"
#include "target.h"

extern char **environ;

#define NUMBER 171

static char words[32];

static void check_use(const struct session *session)
{
	CHECK(count(session) > 0 && session->area[1]);
	set_count(session, 0);
}

static void by_spawn(const struct session *session)
{
	char *const argv[] = { "second-program", "trace", "171", words, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;

	CHECK_EQ(posix_spawn_file_actions_init(&actions), 0);
	CHECK_EQ(posix_spawn_file_actions_adddup2(&actions, session->fd,
						  NUMBER),
		 0);
	CHECK_EQ(posix_spawn_file_actions_addclose(&actions, session->fd), 0);
	CHECK_EQ(posix_spawn(&pid, second_program(), &actions, NULL, argv,
			     environ),
		 0);
	CHECK_EXIT(pid, 0);
	CHECK_EQ(posix_spawn_file_actions_destroy(&actions), 0);
	check_use(session);
}

/* The path too can be opened by an action, and by the spawning side alone. */
static void by_spawn_after_close(const struct session *session)
{
	char number[16];
	char *const argv[] = { "second-program", "closed", number, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;

	snprintf(number, sizeof(number), "%d", session->fd);
	CHECK_EQ(posix_spawn_file_actions_init(&actions), 0);
	CHECK_EQ(posix_spawn_file_actions_addclose(&actions, session->fd), 0);
	CHECK_EQ(posix_spawn(&pid, second_program(), &actions, NULL, argv,
			     environ),
		 0);
	CHECK_EXIT(pid, 0);
	CHECK_EQ(posix_spawn_file_actions_destroy(&actions), 0);
}

static void by_vfork(const struct session *session)
{
	const char *program = second_program();
	char number[16];
	char *const argv[] = { "second-program", "trace", number, words, NULL };
	pid_t pid;

	snprintf(number, sizeof(number), "%d", session->fd);
	pid = vfork();
	if (!pid) {
		execv(program, argv);
		_exit(2);
	}
	CHECK(pid > 0);
	CHECK_EXIT(pid, 0);
	check_use(session);
}

TEST("a spawned program can use the device it is given")
{
	struct session own = session_open(WORDS);
	struct session given = session_open(WORDS);
	struct trace marks = marks_of(&own, target_b, bustle);
	struct trace trace;

	if (has_target_in_kernel())
		SKIP("a spawned program knows no way to this target");
	snprintf(words, sizeof(words), "%lu", given.words);
	by_spawn(&given);
	by_spawn_after_close(&given);
	by_vfork(&given);
	enable(&own);
	by_spawn(&given);
	by_vfork(&given);
	set_count(&own, 0);
	target_b();
	trace = trace_take(&own);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&own);
	session_close(&given);
	session_close(&own);
}
