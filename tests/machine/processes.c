// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Attempts of probe.c: what one process may do to another.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe.h"

/* A child that does nothing until it is killed or this process is gone. */
static pid_t idle_child(void)
{
	int never[2];
	pid_t pid;
	char byte;

	if (pipe(never))
		refused("pipe");
	pid = fork();
	if (pid < 0)
		refused("fork");
	if (!pid) {
		close(never[1]);
		_exit(read(never[0], &byte, 1) != 0);
	}
	close(never[0]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void try_trace(void)
{
	pid_t pid = idle_child();
	int status;

	if (ptrace(PTRACE_SEIZE, pid, 0, 0))
		refused("PTRACE_SEIZE");
	if (ptrace(PTRACE_INTERRUPT, pid, 0, 0))
		refused("PTRACE_INTERRUPT");
	if (waitpid(pid, &status, __WALL) != pid || !WIFSTOPPED(status))
		broken("the child does not stop");
	if (ptrace(PTRACE_DETACH, pid, 0, 0))
		refused("PTRACE_DETACH");
	end(pid);
}

void try_proc_of_others(void)
{
	static const char *const files[] = { "maps", "stat", "status", "fd/0" };
	pid_t pid = idle_child();
	char path[64];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int fd;

		snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, files[i]);
		fd = open(path, i == 3 ? O_PATH | O_NOFOLLOW : O_RDONLY);
		if (fd < 0)
			refused(files[i]);
		close(fd);
	}
	end(pid);
}
