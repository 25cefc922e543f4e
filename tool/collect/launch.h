/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Starting the command that a wrapper was given. */
#ifndef KCOV_TOOL_LAUNCH_H
#define KCOV_TOOL_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "tool/base/text.h"
#include "tool/collect/device.h"
#include "tool/collect/gather.h"

/* The file that exec would find; or the end with 126 or 127. Free it. */
char *find_program(const char *name);
/* Puts the library in front of LD_PRELOAD, unless the program has it inside. */
void preload_library(const char *program);
/* Whether the loader takes the library so; if not, why. */
bool preload_works(struct text *why);
/* "NAME=VALUE" sets, "NAME" unsets. */
void change_environment(const char *assignment);
/*
 * The user that commands run as, else the end; become_user() does it, in the
 * process that will be the command, and ends it if that cannot be.
 */
void choose_user(const char *name);
void become_user(void);
/* The one that commands run as, or we do. */
bool is_users(uid_t user);

/* A command whose main thread collects, from the exec until it ends. */
struct launch {
	char *const *command;
	const struct device *device; /* PCs or comparisons are in its area */
	unsigned int mode;
	enum host host;
	struct gathering *gathering; /* for its other threads; or NULL */
	bool all_processes;	     /* its children's too, until all end */
	/* Whenever this can be read, if it is not -1. */
	int events;
	void (*on_event)(void *data);
	/* Once, when a signal has asked for the end; it has been passed on. */
	void (*asked_to_end)(void *data);
	void *data;
};

/*
 * Runs it as the documentation's fork loop does. Returns the wait status, and
 * the process that it was; failures end the program.
 */
int launch_recorded(const struct launch *launch, pid_t *pid);

/* Ends this process the way the command ended. */
__attribute__((noreturn)) void end_like(int wait_status);

#endif /* KCOV_TOOL_LAUNCH_H */
