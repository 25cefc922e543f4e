/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A recording in memory: what ran, where its code was, and what was recorded
 * in which order. It explains itself on another machine. Not for two threads.
 */
#ifndef KCOV_TOOL_RECORDING_H
#define KCOV_TOOL_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#include "tool/base/array.h"
#include "tool/base/text.h"

/* What is known about the whole: "release", "argument" (repeated), ... */
struct fact {
	char *key;
	char *value;
};

/*
 * Code that was mapped while it ran. No two of a recording overlap: where one
 * followed another at its address, or in another process, it has a place of its
 * own, and the PCs in it were moved there.
 */
struct image_entry {
	uint64_t start; /* as recorded, but for such a move */
	uint64_t end;
	uint64_t bias;	/* recorded address = address in the file + bias */
	char *build_id; /* hex, "-" if it has none */
	char *path;
};

/* A record of KCOV_TRACE_CMP. */
struct comparison {
	uint64_t type;
	uint64_t arg1;
	uint64_t arg2;
	uint64_t pc;
};

/* What one thread executed, in order. */
struct task {
	uint32_t pid;
	uint32_t tid;
	char *name;
	ARRAY_OF(uint64_t) pcs;
	ARRAY_OF(struct comparison) comparisons;
	uint64_t lost; /* records, at least */
	bool counted;  /* while it is recorded: `lost` is all of them */
};

struct recording {
	ARRAY_OF(struct fact) facts;
	ARRAY_OF(struct image_entry) images;
	uint32_t *order; /* of the images by start */
	size_t ordered;	 /* images in it; no two may overlap, else 0 */
	ARRAY_OF(struct task) tasks;
	bool complete; /* it ends as the writer ended it */
};

void recording_add_fact(struct recording *recording, const char *key,
			const char *value);
/* The first one of that key, NULL if there is none. */
const char *recording_fact(const struct recording *recording, const char *key);
void recording_add_image(struct recording *recording, uint64_t start,
			 uint64_t end, uint64_t bias, const char *build_id,
			 const char *path);

/*
 * place.c: an image of another address space, or of another time. Returns what
 * has to be added to an address in it; UNKNOWN_PLACE: there is none for it.
 */
#define UNKNOWN_PLACE (1ull << 62)
uint64_t recording_place_image(struct recording *recording,
			       const struct image_entry *image);
/* After the last image was added: recording_image() gets fast. */
void recording_sort_images(struct recording *recording);
/* Which image the address is in, NULL if in none. */
const struct image_entry *recording_image(const struct recording *recording,
					  uint64_t pc);
/* Good until the next task is added. */
struct task *recording_add_task(struct recording *recording, uint32_t pid,
				uint32_t tid, const char *name);
/* A path as it stands in a line, in place: it gets no longer. */
void path_unescape(char *path);
/* How the file says that LOST is all, not "at least"; where somebody counted. */
#define FACT_LOSSES "losses"
#define LOSSES_COUNTED "counted"
/* How it says that each task has each PC once, in the order of first times. */
#define FACT_RECORDS "records"
#define RECORDS_SET "set"
bool recording_losses_counted(const struct recording *recording);
bool recording_is_set(const struct recording *recording);
/* Drops all tasks behind the first so many. */
void recording_drop_tasks(struct recording *recording, size_t from);
void recording_drop_facts(struct recording *recording, size_t from);
uint64_t recording_pcs(const struct recording *recording);
uint64_t recording_lost(const struct recording *recording);
void recording_free(struct recording *recording);

/* writer.c: the bytes of a file. */
void recording_write(const struct recording *recording, struct text *bytes);

/*
 * reader.c: any bytes are safe. True if there is something to work with:
 * `complete` says whether it is everything, `why` is told what is wrong.
 */
bool recording_parse(struct recording *recording, const void *bytes,
		     size_t count, struct text *why);

/*
 * file.c: from here on what is read has only tasks of this number (of thread or
 * process) or name (a pattern); several such calls: any of them. No such call:
 * all.
 */
void recording_choose_tasks(const char *which);

/*
 * file.c: all of a file ("-": stdin), or an error that `maker` is added to if
 * there is no such file.
 */
bool file_read(const char *path, const char *maker, struct text *bytes);

/*
 * file.c: a file ("-": stdin), with its errors and warnings reported. False if
 * there is nothing to work with.
 */
bool recording_read(struct recording *recording, const char *path);
/* Whether one of those was not whole: what is made of it is a part. */
bool recordings_damaged(void);
bool recording_save(const struct recording *recording, const char *path);

#endif /* KCOV_TOOL_RECORDING_H */
