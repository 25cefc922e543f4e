/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What ptrace makes the kernel execute at the two ends of every call. It is
 * measured: of a call that does not exist nothing else is recorded, and where
 * it parts from what a short call leaves, that call's own records begin.
 */
#ifndef KCOV_TOOL_NOISE_H
#define KCOV_TOOL_NOISE_H

#include <stdint.h>

#include "tool/base/array.h"

typedef ARRAY_OF(uint64_t) word_array;

struct call;

struct noise {
	unsigned int mode; /* of <linux/kcov.h> */
	word_array before; /* PCs: between the first stop and the call */
	word_array behind; /* between the call and the second stop */
	size_t longest;	   /* records seen there: some calls have a few more */
	uint64_t put_off[2]; /* around what a call has put off; 0: not seen */
};

/* Words in a record. */
unsigned int noise_words(unsigned int mode);

/* Runs a child of its own; failures end the program. */
void noise_measure(struct noise *noise, unsigned int mode);
void noise_free(struct noise *noise);

/*
 * Takes it out of the records of one call, which are as many as before or
 * fewer. `stops` are where within the call the thread was stopped besides, as
 * counts of records. Noise that was lost is taken out of call->lost, as much as
 * there ever was, so that at least so many of the call's own are lost. False if
 * the noise was not found where it has to be.
 */
bool noise_strip(struct noise *noise, word_array *records,
		 const word_array *stops, struct call *call);

#endif /* KCOV_TOOL_NOISE_H */
