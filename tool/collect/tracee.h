/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A thread that is followed, between two of its stops. */
#ifndef KCOV_TOOL_TRACEE_H
#define KCOV_TOOL_TRACEE_H

#include "tool/collect/calls.h"
#include "tool/collect/exports.h"

struct tracee {
	pid_t pid;
	pid_t tid;
	const struct device *device; /* what it collects with; NULL: nothing */
	struct device own;	     /* the device of a thread but the first */
	bool started;	  /* the command itself runs, not the start of it */
	bool inside;	  /* between the two stops of a system call */
	bool wanted;	  /* the caller wants to see this system call */
	struct call call; /* the system call that it is in, or was last in */
	bool is_program;  /* a program that reached its entry point */
	uint64_t entry;	  /* address of the trap at a program's entry point */
	uint64_t entry_bytes; /* the 8 bytes that the trap replaced; 0: no trap */
	const struct exports *exports; /* traps of its process; NULL: none */
	exported_calls calls; /* calls of exported functions not returned yet */
	word_array records;   /* words taken out of the area so far */
	uint64_t lost;	      /* user space: records lost among these */
	uint64_t lost_before; /* of what the device counts, what has been told */
	word_array stops; /* other stops within the call, as counts of records */
};

/* At one of the two stops of a system call. */
void tracee_at_call(struct tracee *tracee, const struct calls_request *request);
/* At any other stop, which may be within a system call. */
void tracee_stopped(struct tracee *tracee, const struct calls_request *request);
/* In user space: hands over what the thread has executed so far. */
void tracee_code(struct tracee *tracee, const struct calls_request *request);
/* At a breakpoint; false if the breakpoint is not one of `exports`. */
bool tracee_at_trap(struct tracee *tracee, const struct calls_request *request);
/* The thread has ended, perhaps within a system call. */
void tracee_ended(struct tracee *tracee, const struct calls_request *request);
void tracee_free(struct tracee *tracee);

#endif /* KCOV_TOOL_TRACEE_H */
