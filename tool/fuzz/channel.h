/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What kcovctl fuzz and the agent in its guest share: a stretch of memory,
 * which UML gives the guest as /dev/mmapper, and two pipes (the guest's
 * /dev/tty1) that carry a byte each time somebody has to wake up. The byte says
 * nothing; the memory is what counts, and it outlives the guest.
 *
 * The guest's kernel is broken on purpose: the host checks each number here.
 */
#ifndef KCOV_TOOL_CHANNEL_H
#define KCOV_TOOL_CHANNEL_H

#include <stdint.h>

#define CHANNEL_VERSION 1u
#define CHANNEL_TEXT 4096u
/* log2 of the counters of edges, as afl-fuzz has them by default. */
#define CHANNEL_MAP_BITS 16u
#define CHANNEL_COUNTERS (1u << CHANNEL_MAP_BITS)
/* Words for PCs, or for comparisons of COMPARISON_WORDS each. */
#define CHANNEL_WORDS (1u << 18)
#define COMPARISON_WORDS 4u
/* Bytes; also of the disk that images are put on. */
#define CHANNEL_INPUT (1u << 20)

/* What a run is wanted for. */
enum channel_want {
	WANT_NOTHING = 0,
	WANT_EDGES = 1,
	WANT_COMPARISONS = 2,
	WANT_PCS = 3, /* each once */
};

enum channel_state { GUEST_BOOTS = 0, GUEST_READY = 1, GUEST_FAILED = 2 };

struct channel_edge {
	uint16_t counter;
	uint8_t times;
	uint8_t zero;
};

struct channel {
	/* Of the host, before it asks for the first run. */
	uint32_t version;
	uint32_t stock;		   /* use no extended call, fold traces */
	char target[CHANNEL_TEXT]; /* as on the command line */
	char fix[CHANNEL_TEXT];	   /* --fix, or empty */
	char module[CHANNEL_TEXT]; /* a module to load, or empty */
	/* Of the guest, once. */
	uint32_t state;		 /* enum channel_state */
	uint32_t folds;		 /* it folds traces itself */
	char says[CHANNEL_TEXT]; /* why it failed */
	uint64_t module_start;
	uint64_t module_bytes;
	/* Of the host, for each run; `asked` is written last. */
	uint32_t want;
	uint32_t input_bytes;
	uint32_t times; /* the input is run so often */
	uint32_t asked; /* number of the run, from 1 */
	/* Of the guest: it has to be rung for. */
	uint32_t sleeps;
	/* Of the guest, for each run; `done` is written last. */
	uint32_t done;
	uint32_t count;	      /* edges, or words */
	uint64_t nanoseconds; /* of the target alone */
	uint64_t lost;	      /* records that had no room, so far */
	struct channel_edge edges[CHANNEL_COUNTERS];
	uint64_t words[CHANNEL_WORDS];
	uint8_t input[CHANNEL_INPUT];
};

#endif /* KCOV_TOOL_CHANNEL_H */
