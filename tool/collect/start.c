// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Starts a command or a function as a child that collects: the child waits for
 * the word to go, enables the device, becomes the user and executes. Called by
 * record and trace, once for each run. Signals that ask to end are passed on to
 * the child. What fails in the child comes back over a pipe and ends the
 * program with the status of a wrapper.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"
#include "tool/collect/start.h"

enum stage { STAGE_ENABLE, STAGE_EXEC };

struct failure {
	enum stage stage;
	int error;
};

static void child_fails(const struct start *start, enum stage stage, int error)
{
	struct failure failure = { stage, error };

	_exit(write(start->failed[1], &failure, sizeof(failure)) < 0);
}

static void ask_threads(const struct start *start)
{
	struct text value = { 0 };

	if (!start->gathering || start->gathering->listener < 0)
		return;
	gather_variable(start->gathering, start->all_processes ? 0 : getpid(),
			&value);
	setenv("KCOV_COLLECT", value.at, 1);
	text_free(&value);
}

static void run_child(const struct start *start)
{
	char byte;
	int error;

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	close(start->go[1]);
	if (read(start->go[0], &byte, 1) < 0)
		_exit(STATUS_WRAPPER_FAILED);
	/* User space finds its device by the descriptor after exec. */
	if (start->host == HOST_KERNEL)
		fcntl(start->device->fd, F_SETFD, FD_CLOEXEC);
	error = device_enable(start->device, start->mode);
	if (error)
		child_fails(start, STAGE_ENABLE, error);
	if (start->command)
		become_user();
	ask_threads(start);
	gather_give_back();
	if (!start->has_no_area)
		__atomic_store_n(&start->device->area[0], 0, __ATOMIC_RELAXED);
	if (!start->command) {
		start->instead();
		_exit(0);
	}
	execv(start->program, start->command);
	child_fails(start, STAGE_EXEC, errno);
}

static volatile sig_atomic_t child_to_signal;
static volatile sig_atomic_t signals_to_end;
static volatile sig_atomic_t last_signal;

/*
 * What the terminal sends it sends to the command too; the rest, which only we
 * have got, is passed on. Who asks twice to end gets it.
 */
static void pass_on(int number, siginfo_t *info, void *unused)
{
	pid_t child = (pid_t)child_to_signal;

	(void)unused;
	last_signal = number;
	if (!child || info->si_code > 0)
		return;
	kill(child, ++signals_to_end > 1 ? SIGKILL : number);
}

static const int asks[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };

void start_add_signals(sigset_t *signals)
{
	size_t i;

	for (i = 0; i < sizeof(asks) / sizeof(*asks); i++)
		sigaddset(signals, asks[i]);
}

void start_catch_signals(void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_sigaction = handler,
				    .sa_flags = SA_RESTART | SA_SIGINFO };
	size_t i;

	for (i = 0; i < sizeof(asks) / sizeof(*asks); i++)
		sigaction(asks[i], &action, NULL);
}

bool start_was_given_up(void)
{
	return signals_to_end > 1;
}

int start_was_asked_to_end(void)
{
	return last_signal;
}

void start_command(struct start *start)
{
	if (start->command) {
		start->program = find_program(start->command[0]);
		if (start->host == HOST_USER)
			preload_library(start->program);
	}
	if (pipe2(start->go, O_CLOEXEC) || pipe2(start->failed, O_CLOEXEC))
		die(STATUS_WRAPPER_FAILED, "cannot make a pipe: %s",
		    strerror(errno));
	start->pid = fork();
	if (start->pid < 0)
		die(STATUS_WRAPPER_FAILED, "cannot start a process: %s",
		    strerror(errno));
	if (!start->pid)
		run_child(start);
	child_to_signal = start->pid;
	start_catch_signals(pass_on);
	close(start->go[0]);
	close(start->failed[1]);
}

void start_release(struct start *start)
{
	close(start->go[1]);
}

void start_finish(struct start *start)
{
	struct failure failure;
	ssize_t bytes = read(start->failed[0], &failure, sizeof(failure));

	child_to_signal = 0;
	close(start->failed[0]);
	if (bytes == sizeof(failure) && failure.stage == STAGE_ENABLE)
		die(STATUS_WRAPPER_FAILED, "%s",
		    explain_enable(failure.error, start->mode));
	if (bytes == sizeof(failure))
		die(failure.error == ENOENT ? STATUS_NOT_FOUND :
					      STATUS_NOT_EXECUTABLE,
		    "cannot run %s: %s%s", start->program,
		    strerror(failure.error),
		    failure.error == ENOEXEC ?
			    "; a script needs a first line that "
			    "names its interpreter, #!/bin/sh" :
			    "");
	free(start->program);
}
