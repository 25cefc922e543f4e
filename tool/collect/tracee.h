/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* A thread that is followed, between two of its stops. */
#ifndef KCOV_TOOL_TRACEE_H
#define KCOV_TOOL_TRACEE_H

#include "tool/collect/calls.h"
#include "tool/collect/exports.h"

struct tracee {
	pid_t pid;
	pid_t tid;
	const struct device *device; /* NULL: it could not be given one */
	struct device own;	     /* what that is, but for the main thread */
	bool started;		     /* what it does is the command's doing */
	bool inside;		     /* between the two stops of a call */
	bool wanted;		     /* that call */
	struct call call;
	bool is_program;      /* and has come to where that begins */
	uint64_t entry;	      /* of a program that has not begun, with a trap */
	uint64_t entry_bytes; /* what stood there */
	const struct exports *exports; /* of its process, NULL: none */
	exported_calls calls;	       /* of these, that have not returned */
	word_array records;
	bool lost;	  /* some of these records, in user space */
	word_array stops; /* within the call, as counts of records */
};

/* One of the two stops. */
void tracee_at_call(struct tracee *tracee, const struct calls_request *request);
/* A stop that is neither, perhaps within a call. */
void tracee_stopped(struct tracee *tracee, const struct calls_request *request);
/* In user space: hands over what it has executed so far. */
void tracee_code(struct tracee *tracee, const struct calls_request *request);
/* At a trap; false: it is none of ours. */
bool tracee_at_trap(struct tracee *tracee, const struct calls_request *request);
/* Ended, perhaps within a call. */
void tracee_ended(struct tracee *tracee, const struct calls_request *request);
void tracee_free(struct tracee *tracee);

#endif /* KCOV_TOOL_TRACEE_H */
