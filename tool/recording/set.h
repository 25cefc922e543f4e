/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Sets of PCs out of recordings that were made with different load addresses:
 * an image is the same one if its build id is (its path, if neither has one),
 * and what it covered is moved to where it was in the first recording.
 */
#ifndef KCOV_TOOL_SET_H
#define KCOV_TOOL_SET_H

#include "tool/recording/recording.h"

/* Sorted, each once. */
typedef ARRAY_OF(uint64_t) pc_set;

/* The images of all recordings added so far, none overlapping another. */
struct universe {
	struct recording images;  /* only its images are used */
	ARRAY_OF(uint64_t) moves; /* of each image of the last recording */
};

/* All PCs of a recording as a set in the universe, which grows by its images. */
void set_of_recording(struct universe *universe,
		      const struct recording *recording, pc_set *set);
/* One PC of the recording that was added last. */
uint64_t universe_address(const struct universe *universe,
			  const struct recording *recording, uint64_t pc);

void universe_free(struct universe *universe);

/* operation: '&' both, '|' one of them, '-' the first without the second. */
void set_combine(const pc_set *a, char operation, const pc_set *b,
		 pc_set *result);

/*
 * Evaluates words such as { "A", "&", "(", "B", "-", "C", ")" }: & before
 * | and -, those from left to right, no operator means |. `load` gives the set
 * of a word that is no operator, false after reporting an error. False too if
 * the words are no expression; `why` says what is wrong.
 */
bool set_evaluate(char **words, size_t count,
		  bool (*load)(const char *word, pc_set *set, void *data),
		  void *data, pc_set *result, struct text *why);

/* Each PC once, in the order of first times. */
void task_keep_first(struct task *task);

#endif /* KCOV_TOOL_SET_H */
