/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Calls of a library's exported functions from outside of it, seen by ptrace.
 * Who calls one takes its address from a table of its own (GOT); there stands a
 * trap of ours instead, and the return address on the stack becomes another.
 * No code is changed, so threads need not wait for each other.
 */
#ifndef KCOV_TOOL_EXPORTS_H
#define KCOV_TOOL_EXPORTS_H

#include "tool/base/array.h"
#include "tool/collect/inject.h"

struct exported {
	char *name;
	uint64_t address;
};

struct exports {
	ARRAY_OF(struct exported) functions;
	uint64_t traps; /* the first is for returns, then one a function */
};

/* A call that has not returned. */
struct exported_call {
	const char *name;
	uint64_t back;
	uint64_t stack; /* where `back` stood */
};

typedef ARRAY_OF(struct exported_call) exported_calls;

/*
 * Before the program of a process begins: puts the traps. `pattern` is for the
 * name of the library's file. NULL if it has none such, or nobody calls it.
 */
struct exports *exports_find(struct injection *injection, pid_t pid,
			     const char *pattern);
void exports_free(struct exports *exports);

enum passing { PASSING_FOREIGN, PASSING_WITHIN, PASSING_IN, PASSING_OUT };

/*
 * A thread that was stopped by a trap: if it is ours, makes it go on where it
 * would have gone. In or out: it begins or ends a call that no other one is
 * around, `name` and `result` say which.
 */
enum passing exports_pass(const struct exports *exports, pid_t tid,
			  exported_calls *calls, const char **name,
			  uint64_t *result);

#endif /* KCOV_TOOL_EXPORTS_H */
