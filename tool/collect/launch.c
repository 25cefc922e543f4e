// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The fork loop. Nothing but waiting: what was loaded the library notes in the
 * device, so a program that is recorded can be traced by whoever wants to. Its
 * other threads hand over their devices meanwhile.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"
#include "tool/collect/start.h"

/* It is there so that a wait is interrupted. */
static void child_changed(int number)
{
	(void)number;
}

/*
 * From here on a child's end, and who asks us to end, come while we wait, and
 * only then: none comes between a look and the wait behind it.
 */
static void watch_signals(sigset_t *waiting)
{
	struct sigaction action = { .sa_handler = child_changed };
	sigset_t watched;

	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&watched);
	sigaddset(&watched, SIGCHLD);
	start_add_signals(&watched);
	sigprocmask(SIG_BLOCK, &watched, waiting);
	sigdelset(waiting, SIGCHLD);
}

/* Takes the dead. False: none is left of those that are waited for. */
static bool reap(const struct launch *launch, pid_t child, int *status)
{
	int any;
	pid_t pid;

	while ((pid = waitpid(-1, &any, WNOHANG | __WALL)) > 0) {
		if (pid != child)
			continue;
		*status = any;
		if (!launch->all_processes)
			return false;
	}
	if (pid < 0 && errno == ECHILD)
		return false;
	return !start_was_given_up() || !launch->all_processes || *status == -1;
}

static int wait_for_end(const struct launch *launch, pid_t child)
{
	struct gathering *gathering = launch->gathering;
	struct pollfd waited[] = {
		{ .fd = gathering ? gathering->listener : -1,
		  .events = POLLIN },
		{ .fd = launch->events, .events = POLLIN },
	};
	const struct timespec moment = { .tv_nsec = 100 * 1000000 };
	bool told = false, full = false;
	int status = -1;
	sigset_t waiting;

	watch_signals(&waiting);
	for (;;) {
		/* Before the dead: the command may have died of that signal. */
		if (start_was_asked_to_end() && !told && launch->asked_to_end) {
			launch->asked_to_end(launch->data);
			told = true;
		}
		if (!reap(launch, child, &status))
			break;
		/* Nobody says that a thread has ended: one looks again. */
		if (ppoll(waited + full, 2u - full, full ? &moment : NULL,
			  &waiting) <= 0 &&
		    !full)
			continue;
		if (full || waited[0].revents)
			gather_take(gathering);
		full = gathering && gather_is_full(gathering);
		if (waited[1].revents)
			launch->on_event(launch->data);
	}
	if (gathering && gathering->listener >= 0)
		gather_last(gathering);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_SETMASK, &waiting, NULL);
	if (status == -1)
		die(STATUS_WRAPPER_FAILED, "lost the command: %s",
		    strerror(errno));
	return status;
}

int launch_recorded(const struct launch *launch, pid_t *pid)
{
	struct start start = { .command = launch->command,
			       .device = launch->device,
			       .mode = launch->mode,
			       .host = launch->host,
			       .gathering = launch->gathering,
			       .all_processes = launch->all_processes };
	int status;

	/* Grandchildren that are left alone become ours: then they are known. */
	if (launch->all_processes)
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	start_command(&start);
	*pid = start.pid;
	start_release(&start);
	status = wait_for_end(launch, start.pid);
	start_finish(&start);
	return status;
}
