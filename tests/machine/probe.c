// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * probe: tries what a C program can try of what tests need, and prints a line
 * for each: need, yes or no, what it is, why not; with tabs between. Called by
 * `look`. Assumes nothing: what is missing may be refused, or kill.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe.h"

static const struct {
	const char *need;
	const char *what;
	void (*attempt)(void);
} probes[] = {
	{ "trace", "trace a child (ptrace)", try_trace },
	{ "others-proc", "read a child's maps and descriptors in /proc/PID",
	  try_proc_of_others },
	{ "memory-file", "make a file in memory (memfd_create)",
	  try_file_in_memory },
	{ "segment", "share a System V segment (shmget)", try_shared_segment },
	{ "close-range", "close a range of descriptors (close_range)",
	  try_closing_ranges },
	{ "terminal", "make a pseudo terminal", try_pseudo_terminal },
	{ "namespace", "make a user namespace", try_user_namespace },
	{ "other-user", "become another user", try_other_user },
	{ "filter", "refuse itself system calls (seccomp)",
	  try_system_call_filter },
	{ "processors", "run on two processors at once", try_two_processors },
};

/* The pipe to whoever prints the line. */
static int reason;

void refused(const char *what)
{
	dprintf(reason, "%s: %s", what, strerror(errno));
	_exit(1);
}

void broken(const char *what)
{
	dprintf(reason, "%s", what);
	_exit(1);
}

/* The line's end: "yes" or "no" and why. */
static const char *verdict(void (*attempt)(void), char *why, size_t room)
{
	int ends[2];
	int status;
	pid_t pid;
	ssize_t used;

	if (pipe(ends))
		return "no";
	pid = fork();
	if (!pid) {
		reason = ends[1];
		close(ends[0]);
		attempt();
		_exit(0);
	}
	close(ends[1]);
	used = pid < 0 ? 0 : read(ends[0], why, room - 1);
	why[used > 0 ? used : 0] = '\0';
	close(ends[0]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return "no";
	if (WIFSIGNALED(status))
		snprintf(why, room, "killed by signal %d (%s)",
			 WTERMSIG(status), strsignal(WTERMSIG(status)));
	return WIFEXITED(status) && !WEXITSTATUS(status) ? "yes" : "no";
}

int main(void)
{
	char why[256];

	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		const char *can = verdict(probes[i].attempt, why, sizeof(why));

		printf("%s\t%s\t%s\t%s\n", probes[i].need, can, probes[i].what,
		       why);
		fflush(stdout);
	}
	return 0;
}
