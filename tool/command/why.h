/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* kcovctl why: which line made a call fail, and how that is shown. */
#ifndef KCOV_TOOL_WHY_H
#define KCOV_TOOL_WHY_H

#include "tool/collect/calls.h"
#include "tool/coverage/symbols.h"
#include "tool/report/line_text.h"

/* How many lines behind one that ran may name the error. */
#define LINES_BEHIND 2

struct reason {
	struct place place;
	const struct index *index; /* that the place is of, or NULL */
	int lines;  /* behind the place's own, that belong to it */
	bool named; /* one of them names the error; else the last that ran */
};

/* why_reason.c; `error` is "ENOENT". */
struct reason reason_of(struct symbols *symbols, struct line_texts *texts,
			const struct call *call, const char *error);

/* Calls that fail alike one after the other are one entry. */
struct why_printer {
	struct text out;
	struct line_texts texts;
	size_t most; /* bytes shown of a string */
	bool json;
	bool all;     /* each call, also where several fail alike */
	bool several; /* processes or threads, so they have to be told apart */

	/* The entry that is open: calls that failed for one reason. */
	size_t count;
	struct text last; /* the last of them, if it is not shown yet */
	long number;
	const char *error;
	bool full;
	struct reason reason;
};

void why_header(struct why_printer *printer);
void why_print(struct why_printer *printer, struct call *call,
	       const char *error, const struct reason *reason);
/* Ends the entry that is open. */
void why_close(struct why_printer *printer);
void why_free(struct why_printer *printer);

#endif /* KCOV_TOOL_WHY_H */
