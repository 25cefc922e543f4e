/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Devices that the threads of a command hand over when they begin: the library
 * in them opens one each (port/posix/calls/collect.c). Held here, so what a
 * killed process has recorded is not lost.
 */
#ifndef KCOV_TOOL_GATHER_H
#define KCOV_TOOL_GATHER_H

#include <sys/types.h>

#include "tool/base/array.h"
#include "tool/base/text.h"
#include "tool/collect/device.h"
#include "tool/recording/recording.h"

struct gathered {
	int fd;
	pid_t pid;
	pid_t tid;
	char name[16];
};

struct gathering {
	int listener; /* -1: nobody is asked */
	char socket[48];
	uint64_t words;	    /* of each device, for what the mode says */
	uint64_t cmp_words; /* and for comparisons beside it */
	unsigned int mode;
	bool set;		     /* each PC once, where the library can */
	struct recording *recording; /* gets those that have ended */
	ARRAY_OF(struct gathered) held;
	size_t often;	 /* how many are held before it is looked who ended */
	size_t most;	 /* that there are descriptors for */
	size_t left_out; /* processes that were not wanted */
	size_t refused;	 /* devices that we got no descriptor for */
};

/* Listens; false if that cannot be, which was said. */
bool gather_open(struct gathering *gathering, uint64_t words, unsigned int mode,
		 struct recording *recording);
/* What the command needs in KCOV_COLLECT, for one process or all (0). */
void gather_variable(const struct gathering *gathering, pid_t pid,
		     struct text *value);
/* Takes what was handed over since; whenever the listener can be read. */
void gather_take(struct gathering *gathering);
/* At the end: takes what it can, and counts who still waits as refused. */
void gather_last(struct gathering *gathering);
/* Nothing more can be taken before a thread has ended. */
bool gather_is_full(const struct gathering *gathering);
/* In the command: it has as many descriptors as without us. */
void gather_give_back(void);
/* Adds a task for each that is held, and lets go of it if that is wanted. */
void gather_tasks(struct gathering *gathering, bool let_go);
void gather_close(struct gathering *gathering);

/* session.c: what a device holds, as a task; of others none if it is empty. */
void take_task(struct recording *recording, const struct device *device,
	       unsigned int mode, struct task *task);

#endif /* KCOV_TOOL_GATHER_H */
