/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What a trace looks like: for people, or as a JSON object a line. */
#ifndef KCOV_TOOL_PRINT_H
#define KCOV_TOOL_PRINT_H

#include "tool/base/output.h"
#include "tool/collect/calls.h"
#include "tool/coverage/symbols.h"

typedef ARRAY_OF(const char *) name_array;

struct printer {
	struct text out;   /* what printer_flush() has not written yet */
	struct output *to; /* NULL: all of it is kept */
	struct symbols symbols;
	unsigned int mode; /* of <linux/kcov.h> */
	uint64_t words;	   /* of the buffer, for what is said when it is full */
	size_t most;	   /* bytes of a string */
	bool json;
	bool user;  /* calls have no records, there is code between them */
	bool brief; /* one line instead of functions and lines */
	name_array functions; /* only in these, if there are any */
	name_array files;
	name_array without; /* not in these functions or files */
	bool several;	    /* threads so far, so they have to be told apart */
	pid_t first;
};

void printer_free(struct printer *printer);
/* Writes what there is, if it is more than `limit` bytes and may be written. */
void printer_flush(struct printer *printer, size_t limit);
void print_header(struct printer *printer, char *const *command);
/* False: nothing of it ran where only is looked. */
bool print_call(struct printer *printer, struct call *call);
void print_life(struct printer *printer, pid_t pid, pid_t tid, enum life what,
		int number);
/* What a program itself has executed since. */
void print_code(struct printer *printer, const struct call *call);
void print_function(struct printer *printer, const struct call *call,
		    const char *name, uint64_t result);
/* Records that others made for the command, as they came; of no call. */
void print_remote(struct printer *printer, const struct call *call);

#endif /* KCOV_TOOL_PRINT_H */
