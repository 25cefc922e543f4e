// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The fork loop. In user space the child is watched by ptrace, for one thing
 * only: to see its memory map in the moment it ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool/collect/launch.h"
#include "tool/collect/surroundings.h"

struct launch {
	char *program;
	char *const *command;
	const struct device *device;
	unsigned int mode;
	enum host host;
	struct recording *recording;
	pid_t child;
	int go[2];     /* the child waits until it is closed */
	int failed[2]; /* what went wrong in the child, closed by exec */
};

enum stage { STAGE_ENABLE, STAGE_EXEC };

struct failure {
	enum stage stage;
	int error;
};

static void child_fails(const struct launch *launch, enum stage stage,
			int error)
{
	struct failure failure = { stage, error };

	_exit(write(launch->failed[1], &failure, sizeof(failure)) < 0);
}

static void run_child(const struct launch *launch)
{
	char byte;
	int error;

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	close(launch->go[1]);
	if (read(launch->go[0], &byte, 1) < 0)
		_exit(STATUS_WRAPPER_FAILED);
	/* User space finds its device by the descriptor after exec. */
	if (launch->host == HOST_KERNEL)
		fcntl(launch->device->fd, F_SETFD, FD_CLOEXEC);
	error = device_enable(launch->device, launch->mode);
	if (error)
		child_fails(launch, STAGE_ENABLE, error);
	become_user();
	__atomic_store_n(&launch->device->area[0], 0, __ATOMIC_RELAXED);
	execv(launch->program, launch->command);
	child_fails(launch, STAGE_EXEC, errno);
}

static volatile sig_atomic_t child_to_signal;

static void pass_on(int number)
{
	if (child_to_signal)
		kill((pid_t)child_to_signal, number);
}

/* The terminal sends its signals to the command too; the rest we pass on. */
static void prepare_signals(pid_t child)
{
	struct sigaction action = { .sa_handler = pass_on,
				    .sa_flags = SA_RESTART };

	child_to_signal = child;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
}

static bool is_stop(int number)
{
	return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN ||
	       number == SIGTTOU;
}

/* Lets a watched child go on from one stop. */
static void resume(const struct launch *launch, int status)
{
	int event = status >> 16;
	int number = WSTOPSIG(status);

	if (event == PTRACE_EVENT_EXIT)
		note_process(launch->recording, launch->child);
	if (event == PTRACE_EVENT_STOP && is_stop(number))
		ptrace(PTRACE_LISTEN, launch->child, 0, 0);
	else
		ptrace(PTRACE_CONT, launch->child, 0, event ? 0 : number);
}

static bool watch(const struct launch *launch)
{
	long options = PTRACE_O_TRACEEXIT | PTRACE_O_TRACEEXEC;

	if (!ptrace(PTRACE_SEIZE, launch->child, 0, options))
		return true;
	warn("cannot watch the command (%s): the recording will not say where "
	     "its code was; allow ptrace",
	     strerror(errno));
	return false;
}

static int wait_for_end(const struct launch *launch)
{
	int status;

	for (;;) {
		if (waitpid(launch->child, &status, __WALL) < 0) {
			if (errno == EINTR)
				continue;
			die(STATUS_WRAPPER_FAILED, "lost the command: %s",
			    strerror(errno));
		}
		if (!WIFSTOPPED(status))
			return status;
		resume(launch, status);
	}
}

static void check_start(const struct launch *launch)
{
	struct failure failure;
	ssize_t bytes = read(launch->failed[0], &failure, sizeof(failure));

	close(launch->failed[0]);
	if (bytes != sizeof(failure))
		return;
	if (failure.stage == STAGE_ENABLE)
		die(STATUS_WRAPPER_FAILED, "%s",
		    explain_enable(failure.error, launch->mode));
	die(failure.error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE,
	    "cannot run %s: %s%s", launch->program, strerror(failure.error),
	    failure.error == ENOEXEC ? "; a script needs a first line that "
				       "names its interpreter, #!/bin/sh" :
				       "");
}

int launch_recorded(char *const *command, const struct device *device,
		    unsigned int mode, enum host host,
		    struct recording *recording)
{
	struct launch launch = { find_program(command[0]),
				 command,
				 device,
				 mode,
				 host,
				 recording,
				 0,
				 { 0 },
				 { 0 } };
	int status;

	if (host == HOST_USER)
		preload_library(launch.program);
	if (pipe2(launch.go, O_CLOEXEC) || pipe2(launch.failed, O_CLOEXEC))
		die(STATUS_WRAPPER_FAILED, "cannot make a pipe: %s",
		    strerror(errno));
	launch.child = fork();
	if (launch.child < 0)
		die(STATUS_WRAPPER_FAILED, "cannot start a process: %s",
		    strerror(errno));
	if (!launch.child)
		run_child(&launch);
	prepare_signals(launch.child);
	close(launch.go[0]);
	close(launch.failed[1]);
	if (host == HOST_USER)
		watch(&launch);
	close(launch.go[1]);
	status = wait_for_end(&launch);
	child_to_signal = 0;
	check_start(&launch);
	free(launch.program);
	return status;
}
