// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Nobody survives SIGKILL, so it had better not hit who holds the records: that
 * is a child, whom the kernel tells when its parent has gone. Called by record,
 * before it opens anything.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/behind.h"
#include "tool/collect/launch.h"
#include "tool/collect/start.h"

static volatile sig_atomic_t recorder;

/* What a terminal sends, the recorder has got too. */
static void pass_on(int number, siginfo_t *info, void *unused)
{
	(void)unused;
	if (info->si_code <= 0)
		kill((pid_t)recorder, number);
}

__attribute__((noreturn)) static void wait_for_it(void)
{
	int status;

	while (waitpid((pid_t)recorder, &status, 0) < 0)
		if (errno != EINTR)
			exit(STATUS_WRAPPER_FAILED);
	end_like(status);
}

void stay_behind(void)
{
	sigset_t all, before;
	pid_t parent = getpid(), child;

	/* Whatever comes in between is for who is there then. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	child = fork();
	if (child > 0) {
		recorder = child;
		start_catch_signals(pass_on);
	} else if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		/* It was killed before that: nothing has begun yet. */
		if (getppid() != parent)
			_exit(STATUS_WRAPPER_FAILED);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (child > 0)
		wait_for_it();
}
