/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Recordings against what could have run: every instrumented place of every
 * image, by file, line and function, with how often and in how many runs it
 * was reached. Built in three steps: begin, one run after the other, finish.
 */
#ifndef KCOV_TOOL_COVERAGE_H
#define KCOV_TOOL_COVERAGE_H

#include "tool/index/find.h"
#include "tool/index/strings.h"
#include "tool/coverage/filter.h"
#include "tool/coverage/naming.h"
#include "tool/recording/recording.h"

struct coverage_image {
	char *build_id;
	char *path;
	struct index *index;
	size_t points; /* of it in the report, from finish on */
};

/* One place; those of a file stand together, sorted by line and address. */
struct coverage_point {
	uint64_t address; /* in the image's file */
	uint64_t count;
	uint64_t first; /* how many records came before it was reached */
	uint32_t image;
	uint32_t file;
	uint32_t function;
	uint32_t line;	   /* 0: unknown */
	uint32_t runs;	   /* that reached it; 0: none */
	uint32_t last_run; /* the last of those, from 1 */
};

struct tally {
	uint32_t all;
	uint32_t reached;
	uint32_t partly; /* lines: some of its places; of runs: not all */
	bool open;	 /* there are more: of an image they are not known */
};

struct coverage_file {
	char *path;	   /* as people want it, no other file has it */
	char *full;	   /* as the compiler saw it, no other file has it */
	const char *brief; /* as people want it, others may have it too */
	uint32_t image;	   /* of several the first, */
	uint32_t string;   /* and its number there, NONE: nobody knows */
	bool is_labelled;  /* `full` is no path: others have the same */
	size_t first;	   /* point */
	size_t count;
	struct tally points;
	struct tally lines;
};

/* A function of the source, with all its inlined copies. */
struct coverage_function {
	const char *name;
	uint32_t file;
	uint32_t line;
	uint64_t count; /* of the place reached most often */
	struct tally points;
};

struct coverage {
	const struct search *search;
	const struct filter *filter; /* NULL: all count; read by finish */
	ARRAY_OF(struct coverage_image) images;
	ARRAY_OF(struct coverage_point) points;
	/* Reached, but by calls that the code does not show; until finish. */
	ARRAY_OF(struct coverage_point) extras;
	struct table extra_numbers;
	ARRAY_OF(struct coverage_file) files;	      /* by path */
	ARRAY_OF(struct coverage_function) functions; /* by file and line */
	struct tally all_points;
	struct tally all_lines;
	uint32_t runs;
	uint64_t records; /* so far */
	uint64_t unknown; /* records outside of images we have an index of */
	uint64_t lost;
	size_t *image_points; /* where an image's points begin, until finish */
};

void coverage_begin(struct coverage *coverage, const struct search *search);
void coverage_add_run(struct coverage *coverage,
		      const struct recording *recording);
void coverage_finish(struct coverage *coverage);
void coverage_free(struct coverage *coverage);

/* What the places of one line say; `count` the most often reached one's. */
struct line_coverage {
	uint32_t line;
	struct tally points;
	uint64_t count;
	uint64_t first;
	uint32_t runs; /* fewest of those that were reached */
};

/*
 * The next line of a file that has places, from the point *next on, which
 * moves; false if there is none. Places without a line are left out.
 */
bool coverage_next_line(const struct coverage *coverage,
			const struct coverage_file *file, size_t *next,
			struct line_coverage *line);

/*
 * How many of `whole` parts were reached: the nearest number, but all and none
 * only if all or none was. What everything that shows a share shows.
 */
uint32_t tally_share(const struct tally *tally, uint32_t whole);

#endif /* KCOV_TOOL_COVERAGE_H */
