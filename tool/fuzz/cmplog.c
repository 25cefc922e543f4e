// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Comparisons of a run in the form of AFL++'s CMPLOG, as it was until 4.21; the
 * other layout came after that, and no comparisons are asked for there
 * (instances.c). Called by server.c. The other fork server of an instance is
 * asked for comparisons: it has the number of this map in its environment.
 */
#include <errno.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>

#include "tool/base/fail.h"
#include "tool/fuzz/campaign.h"

/* Places by a hash of the PC, and comparisons that each remembers. */
enum { PLACES = 65536, HITS = 32 };

static uint8_t *map;

/*
 * The header of a place: 24 bits of hits, 24 of a number that nobody
 * needs, 5 of bytes less 1, 2 of a type (1: an instruction), 4 of an attribute.
 */
#define HEADER_HITS 0xffffffu
#define HEADER_SHAPE 48
#define HEADER_TYPE (1ull << 53)

struct operands {
	uint64_t v0, v1, high0, high1;
};

bool cmplog_open(void)
{
	const char *id = getenv("__AFL_CMPLOG_SHM_ID");
	void *at = id ? shmat(atoi(id), NULL, 0) : NULL;

	if (at == (void *)-1)
		die(STATUS_FAILED, "cannot share memory with afl-fuzz: %s",
		    strerror(errno));
	map = at;
	return map;
}

static void add(size_t place, uint64_t shape, const uint64_t *record)
{
	uint64_t *header = (uint64_t *)map + place;
	struct operands *log =
		(struct operands *)(map + PLACES * sizeof(*header)) +
		place * HITS;
	uint64_t hits = *header & HEADER_HITS,
		 had = *header >> HEADER_SHAPE & 0x1f;

	log[hits % HITS] = (struct operands){ record[1], record[2], 0, 0 };
	*header = ((hits + 1) & HEADER_HITS) | HEADER_TYPE |
		  (shape > had ? shape : had) << HEADER_SHAPE;
}

void cmplog_fill(const struct channel *channel)
{
	uint32_t i, words = channel->count;

	if (words > CHANNEL_WORDS)
		words = CHANNEL_WORDS;
	for (i = 0; i + COMPARISON_WORDS <= words; i += COMPARISON_WORDS) {
		uint64_t record[COMPARISON_WORDS], shape;
		size_t place;

		memcpy(record, channel->words + i, sizeof(record));
		if (record[1] == record[2])
			continue;
		shape = (1u << (record[0] >> 1 & 3)) - 1;
		place = record[3] * 0x9e3779b97f4a7c15ull >> 48;
		add(place, shape, record);
	}
}
