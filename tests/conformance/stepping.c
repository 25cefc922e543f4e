// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that ends a process at a system call of its.
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

bool killed_after(void (*body)(void *), int calls)
{
	struct traced traced = { .body = body };
	pid_t pid = fork_child(stop_and_run, &traced);
	int status = wait_status(pid);

	/* Whoever makes more than that does not end. */
	CHECK(calls < 5000);
	while (WIFSTOPPED(status) && calls--) {
		CHECK_OK(ptrace(PTRACE_SYSCALL, pid, 0, 0));
		status = wait_status(pid);
	}
	if (!WIFSTOPPED(status)) {
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
