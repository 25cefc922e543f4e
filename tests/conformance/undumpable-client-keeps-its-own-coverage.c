// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-undumpable: a client that is not dumpable shows its descriptors to no
 * other process. Sections of others collect nothing for it, and the worker says
 * so in one line; its own sections collect, its handle is its own while it
 * lives, and free at once when it is killed.
 * kills: an owner that counts as dead because it cannot be looked at; a worker
 * that is silent.
 */
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "domain.h"
#include "target.h"

#define HANDLE COMMON(0x3d01)
#define NOBODY 65534

static struct session session;
static struct gate ready;
static int stderr_of_worker[2];

static void work(void *argument)
{
	(void)argument;
	CHECK_OK(dup2(stderr_of_worker[1], STDERR_FILENO));
	run_section(HANDLE, target_a);
	run_section(HANDLE, target_a);
}

static void want_the_handle(void *argument)
{
	struct session mine = session_open(LISTENER_WORDS);
	struct request request = request_for(HANDLE);

	(void)argument;
	CHECK_ERR(remote_enable(&mine, &request), EEXIST);
}

static void check_line(void)
{
	char text[1024] = "";
	ssize_t n;

	CHECK_OK(close(stderr_of_worker[1]));
	n = CHECK_OK(read(stderr_of_worker[0], text, sizeof(text) - 1));
	CHECK(n > 0 && strchr(text, '\n') == text + n - 1);
	CHECK(strstr(text, "PR_SET_DUMPABLE"));
}

static void be_client(void *argument)
{
	(void)argument;
	session = listener_open(HANDLE);
	run_section_in_child(HANDLE, target_a);
	CHECK(count(&session) > 0);
	CHECK_OK(prctl(PR_SET_DUMPABLE, 0));
	set_count(&session, 0);
	CHECK_OK(pipe(stderr_of_worker));
	CHECK_EXIT(fork_child(work, NULL), 0);
	check_line();
	CHECK_EQ(count(&session), 0);
	CHECK_EXIT(fork_child(want_the_handle, NULL), 0);
	run_section(HANDLE, target_a);
	CHECK(count(&session) > 0);
	gate_open(&ready);
	for (;;)
		pause();
}

/* As somebody whom /proc keeps out, which root is not. */
static void run_as_nobody(void *argument)
{
	struct request request = request_for(HANDLE);
	pid_t client;

	if (geteuid() == 0)
		CHECK_OK(setuid(NOBODY));
	CHECK_OK(prctl(PR_SET_DUMPABLE, 1));
	domain_choose(argument);
	ready = gate_make();
	client = fork_child(be_client, NULL);
	gate_wait(&ready);
	CHECK_OK(kill(client, SIGKILL));
	CHECK_KILLED(client, SIGKILL);
	check_free(&request);
}

TEST("a client that is not dumpable keeps to its own sections, and its handle")
{
	const char *folder = folder_make();

	need_domains();
	if (geteuid() == 0)
		CHECK_OK(chown(folder, NOBODY, NOBODY));
	CHECK_EXIT(fork_child(run_as_nobody, (void *)folder), 0);
	folder_remove(folder);
}
