/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A command one system call at a time: its threads are stopped by ptrace before
 * and after each, and what a thread's device recorded in between belongs to
 * that call. What ptrace itself makes the kernel execute is recorded too; it is
 * measured (noise.h) and left out.
 */
#ifndef KCOV_TOOL_CALLS_H
#define KCOV_TOOL_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tool/base/text.h"
#include "tool/collect/device.h"
#include "tool/collect/noise.h"

struct call {
	pid_t pid; /* the process */
	pid_t tid;
	long number;
	uint64_t arguments[6];
	bool returned; /* else it ended the thread */
	long result;   /* or -errno */

	/* Without ptrace's own. */
	const uint64_t *records; /* of noise_words() words each */
	size_t count;
	uint64_t lost; /* records that found no room; at least, if not counted */
	bool counted;  /* `lost` is all of them */
	bool noisy;    /* ptrace's own could not be told from the call's */

	struct text text; /* the visitor's, emptied before each call */
};

enum life {
	LIFE_BEGAN,
	LIFE_EXECUTED, /* another program */
	LIFE_SIGNAL,
	LIFE_ENDED,
	LIFE_ENDED_BY_SIGNAL
};

/* What is wanted of a command; a function that is NULL is not called. */
struct calls_request {
	char *const *command;
	void (*instead)(void);	     /* without a command */
	const struct device *device; /* of the main thread, opened */
	unsigned int mode;
	enum host host;
	const char *library; /* in user space: whose calls are wanted, or NULL */
	bool children;	     /* follow these too, not only threads */
	struct noise *noise;

	/* Others are left alone. */
	bool (*wants)(long number, void *data);
	/* The thread stands before the call: memory_read() works. */
	void (*enter)(struct call *call, void *data);
	/* Behind it; if it returned, memory_read() works. */
	void (*leave)(struct call *call, void *data);
	/*
	 * In user space calls have no records. What a thread has executed up to
	 * a call that is wanted, to an exec or to its end comes here.
	 */
	void (*code)(struct call *call, void *data);
	/* The same for one call of an exported function, which ends now. */
	void (*function)(struct call *call, const char *name, uint64_t result,
			 void *data);
	/* `number` is the signal's or the exit status. */
	void (*live)(pid_t pid, pid_t tid, enum life what, int number,
		     void *data);
	void *data;
};

/* The wait status of the command itself; failures end the program. */
int calls_follow(const struct calls_request *request);

/* "socket", or "syscall_N" in static memory. */
const char *call_name(long number);

#endif /* KCOV_TOOL_CALLS_H */
