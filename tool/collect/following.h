/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The threads that are followed: follow.c waits for them, begin.c is their
 * start. */
#ifndef KCOV_TOOL_FOLLOWING_H
#define KCOV_TOOL_FOLLOWING_H

#include "tool/collect/tracee.h"

struct following {
	const struct calls_request *request;
	ARRAY_OF(struct tracee *) tracees;
	ARRAY_OF(struct exports *) exports; /* of all processes there were */
	pid_t first;
	int status; /* of the first */
};

pid_t process_of(pid_t tid);

/*
 * A new thread or, in user space, a new program, which stands still: from here
 * on it records. The wait status if it has ended meanwhile, else -1 and the
 * signal that it has to be given, 0 for none.
 */
int tracee_begin(struct following *following, struct tracee *tracee,
		 int *number);
/* What a new thread has from its process, or a new process from its parent. */
void tracee_inherit(const struct following *following, struct tracee *tracee);

/* In user space, behind an exec: it is to stop where the program begins. */
void tracee_expect_program(struct tracee *tracee,
			   const struct calls_request *request);
bool tracee_is_at_program(const struct tracee *tracee, int number);

#endif /* KCOV_TOOL_FOLLOWING_H */
