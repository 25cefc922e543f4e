/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The images of a recording with their indexes, which are fetched when the
 * first address of an image is asked for. Not for two threads.
 */
#ifndef KCOV_TOOL_SYMBOLS_H
#define KCOV_TOOL_SYMBOLS_H

#include "tool/base/json.h"
#include "tool/coverage/naming.h"
#include "tool/index/find.h"
#include "tool/recording/recording.h"

struct symbols {
	const struct recording *recording;
	const struct search *search;
	struct index **indexes; /* by image; NULL: not yet or not found */
	bool *asked;
	struct naming naming;
};

void symbols_open(struct symbols *symbols, const struct recording *recording,
		  const struct search *search);
void symbols_close(struct symbols *symbols);

/* NULL if nothing fits its build id; that was said once. */
struct index *symbols_index(struct symbols *symbols,
			    const struct image_entry *image);
/* At least one step, as index_chain(); NULL image: in none. */
size_t symbols_chain(struct symbols *symbols, uint64_t pc, struct place *chain,
		     size_t room, const struct image_entry **image);

/* A step of a chain as an object in an array. */
void json_place(struct json *json, const struct place *place);

#endif /* KCOV_TOOL_SYMBOLS_H */
