// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The fork loop. In user space the child is watched by ptrace, for one thing
 * only: to see its memory map in the moment it ends.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "tool/collect/launch.h"
#include "tool/collect/start.h"
#include "tool/collect/surroundings.h"

static bool is_stop(int number)
{
	return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN ||
	       number == SIGTTOU;
}

/* Lets a watched child go on from one stop. */
static void resume(struct recording *recording, pid_t child, int status)
{
	int event = status >> 16;
	int number = WSTOPSIG(status);

	if (event == PTRACE_EVENT_EXIT)
		note_process(recording, child);
	if (event == PTRACE_EVENT_STOP && is_stop(number))
		ptrace(PTRACE_LISTEN, child, 0, 0);
	else
		ptrace(PTRACE_CONT, child, 0, event ? 0 : number);
}

static void watch(pid_t child)
{
	long options = PTRACE_O_TRACEEXIT | PTRACE_O_TRACEEXEC;

	if (ptrace(PTRACE_SEIZE, child, 0, options))
		warn("cannot watch the command (%s): the recording will not "
		     "say where its code was; allow ptrace",
		     strerror(errno));
}

static int wait_for_end(struct recording *recording, pid_t child)
{
	int status;

	for (;;) {
		if (waitpid(child, &status, __WALL) < 0) {
			if (errno == EINTR)
				continue;
			die(STATUS_WRAPPER_FAILED, "lost the command: %s",
			    strerror(errno));
		}
		if (!WIFSTOPPED(status))
			return status;
		resume(recording, child, status);
	}
}

int launch_recorded(char *const *command, const struct device *device,
		    unsigned int mode, enum host host,
		    struct recording *recording)
{
	struct start start = {
		.command = command, .device = device, .mode = mode, .host = host
	};
	int status;

	start_command(&start);
	if (host == HOST_USER)
		watch(start.pid);
	start_release(&start);
	status = wait_for_end(recording, start.pid);
	start_finish(&start);
	return status;
}
