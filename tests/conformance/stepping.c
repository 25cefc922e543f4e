// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that traces processes, by their system calls.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "stepping.h"

struct traced {
	void (*body)(void *);
};

static void stop_and_run(void *argument)
{
	const struct traced *traced = argument;

	CHECK_OK(ptrace(PTRACE_TRACEME, 0, 0, 0));
	raise(SIGSTOP);
	traced->body(NULL);
}

pid_t fork_traced(void (*body)(void *))
{
	struct traced traced = { .body = body };
	pid_t pid = fork_child(stop_and_run, &traced);

	CHECK(WIFSTOPPED(wait_status(pid)));
	return pid;
}

bool killed_after(void (*body)(void *), int calls)
{
	pid_t pid = fork_traced(body);
	int status = 0;

	/* Whoever makes more than that does not end. */
	CHECK(calls < 5000);
	while (calls--) {
		CHECK_OK(ptrace(PTRACE_SYSCALL, pid, 0, 0));
		status = wait_status(pid);
		if (WIFSTOPPED(status))
			continue;
		CHECK_EQ(status, 0);
		return false;
	}
	CHECK_OK(kill(pid, SIGKILL));
	do
		status = wait_status(pid);
	while (WIFSTOPPED(status));
	CHECK_EQ(WTERMSIG(status), SIGKILL);
	return true;
}
