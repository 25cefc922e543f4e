/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What any kcov leaves when nothing of ours was there: the area of a device, or
 * PCs as text. Any bytes are safe.
 */
#ifndef KCOV_TOOL_DUMP_H
#define KCOV_TOOL_DUMP_H

#include "tool/base/text.h"
#include "tool/import/ground.h"
#include "tool/recording/recording.h"

enum dump_kind {
	DUMP_UNSAID,   /* it is told by what is in it */
	DUMP_AREA,     /* a count, and as many PCs */
	DUMP_CMP_AREA, /* a count, and type, arg1, arg2, pc as often */
	DUMP_PCS,      /* text: a PC a line, as it is recorded */
	DUMP_RAWCOVER, /* text: the address of the call a line, by syzkaller */
};

struct dump {
	enum dump_kind kind;
	uint64_t lost; /* that the count counts, and that are not there */
	pc_array pcs;  /* those of the comparisons, if that is what it holds */
	ARRAY_OF(struct comparison) comparisons;
};

/*
 * The records of a file that is of this kind. False after saying why it cannot
 * be, or what has to be said about it. The ground may learn a slide.
 */
bool dump_read(struct dump *dump, enum dump_kind kind, const void *bytes,
	       size_t count, struct ground *ground, struct text *why);
void dump_free(struct dump *dump);

/* area.c, lines.c: the two that are bytes and the two that are text. */
bool dump_read_area(struct dump *dump, enum dump_kind kind, const void *bytes,
		    size_t count, struct ground *ground, struct text *why);
bool dump_read_lines(struct dump *dump, enum dump_kind kind, const char *bytes,
		     size_t count, struct ground *ground, struct text *why);

#endif /* KCOV_TOOL_DUMP_H */
