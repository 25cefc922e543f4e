/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The command that a wrapper was given, as a child: forked, then held until
 * start_release(), so that whoever watches it misses nothing. It enables the
 * device on itself as its last act before exec.
 */
#ifndef KCOV_TOOL_START_H
#define KCOV_TOOL_START_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "tool/collect/device.h"
#include "tool/collect/gather.h"

struct start {
	char *const *command;
	const struct device *device;
	unsigned int mode;
	enum host host;
	void (*instead)(void); /* of exec, if there is no command */
	bool has_no_area;      /* the child; whoever watches it sees to that */
	/* Who collects the other threads (gather.h), and of which processes. */
	const struct gathering *gathering;
	bool all_processes;

	pid_t pid;
	char *program;
	int go[2];     /* the child waits until it is closed */
	int failed[2]; /* what went wrong in the child, closed by exec */
};

/*
 * Fills the second half of the struct. From here on the command gets the
 * signals that ask a wrapper to end. Failures end the program with 125 to 127.
 */
void start_command(struct start *start);
void start_release(struct start *start);
/* The signals that ask a wrapper to end: into a set, and to a handler. */
void start_add_signals(sigset_t *signals);
void start_catch_signals(void (*handler)(int, siginfo_t *, void *));
/* A second such signal has killed it: its children are not waited for. */
bool start_was_given_up(void);
/* The last of these signals, 0: none has come. */
int start_was_asked_to_end(void);
/* Behind the command's end; what kept it from beginning ends the program. */
void start_finish(struct start *start);

#endif /* KCOV_TOOL_START_H */
