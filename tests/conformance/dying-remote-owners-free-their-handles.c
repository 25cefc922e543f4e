// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3, L-O5, S-E7, S-M7: handles are free again once their owner is gone,
 * however that ended: a thread, a process by itself, by a signal, in the middle
 * of the call, with everything closed.
 * kills: an exit that keeps handles.
 */
#include <signal.h>

#include "remote.h"

#define KILLS 60

static struct request request = { .num_handles = 2,
				  .handles = { USB(0x6601), USB(0x6602) },
				  .common_handle = COMMON(0x6603) };

static void own(void *argument)
{
	struct session session = session_open(page_words());

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
}

static void own_unreachable(void *argument)
{
	struct session session = session_open(page_words());

	(void)argument;
	CHECK_OK(remote_enable(&session, &request));
	session_close(&session);
}

static void own_and_wait(void *argument)
{
	own(argument);
	gate_open(argument);
	for (;;)
		pause();
}

static void own_again_and_again(void *argument)
{
	struct session session = session_open(page_words());

	gate_open(argument);
	for (;;) {
		CHECK_OK(remote_enable(&session, &request));
		disable(&session);
	}
}

TEST("handles are free once their owner is gone, however it ended")
{
	struct gate gate;
	pid_t pid;
	int i;

	need_remote();
	gate = gate_make();
	request.area_size = page_words();
	in_thread(own, NULL);
	check_free(&request);
	in_thread(own_unreachable, NULL);
	check_free(&request);
	CHECK_EXIT(fork_child(own, NULL), 0);
	check_free(&request);
	CHECK_EXIT(fork_child(own_unreachable, NULL), 0);
	check_free(&request);
	pid = fork_child(own_and_wait, &gate);
	gate_wait(&gate);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_KILLED(pid, SIGKILL);
	check_free(&request);
	for (i = 0; i < KILLS; i++) {
		pid = fork_child(own_again_and_again, &gate);
		gate_wait(&gate);
		usleep(i * 37);
		CHECK_OK(kill(pid, SIGKILL));
		CHECK_KILLED(pid, SIGKILL);
		check_free(&request);
	}
}
