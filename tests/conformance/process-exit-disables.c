// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3, S-D15: however a process ends, its session is disabled by the time the
 * parent has waited for it; the records stay.
 * kills: (user space) an exit handler as the only clean-up.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "harness.h"
#include "target.h"

static void leave_by_exit(void)
{
	exit(3);
}

static void leave_by__exit(void)
{
	_exit(3);
}

static void leave_by_exit_group(void)
{
	syscall(SYS_exit_group, 3);
}

static void leave_by_raw_exit(void)
{
	syscall(SYS_exit, 3);
}

static void leave_by_abort(void)
{
	abort();
}

static void leave_by_fault(void)
{
	volatile int *unmapped =
		mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*unmapped = 0;
}

static void leave_by_kill(void)
{
	kill(getpid(), SIGKILL);
}

static const struct {
	const char *name;
	void (*leave)(void);
} ways[] = {
	{ "exit", leave_by_exit },
	{ "_exit", leave_by__exit },
	{ "raw exit_group", leave_by_exit_group },
	{ "raw exit", leave_by_raw_exit },
	{ "abort", leave_by_abort },
	{ "fault", leave_by_fault },
	{ "SIGKILL", leave_by_kill },
};

TEST("a session is disabled by the end of its process, however it ends")
{
	struct session session = session_open(WORDS);
	struct trace trace;
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		pid_t pid;

		note("%s", ways[i].name);
		set_count(&session, 0);
		pid = CHECK_OK(fork());
		if (!pid) {
			enable(&session);
			target_a();
			ways[i].leave();
		}
		CHECK(wait_status(pid) != 0);
		trace = trace_take(&session);
		CHECK(trace.n > 0);
		CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
		CHECK_COLLECTS(&session, target_a);
	}
	session_close(&session);
}
