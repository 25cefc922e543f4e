// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Comparisons of a run in the form of AFL++'s CMPLOG, called by server.c. The
 * other fork server of an instance is asked for comparisons: it has the number
 * of this map in its environment. The map changed twice, and each form of it
 * has a size of its own.
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

/* One behind the other: a header for each place, then HITS entries for each. */
struct form {
	size_t header, entry; /* bytes */
	size_t second;	      /* of an entry, where the second operand is */
	bool is_new;	      /* it comes with the new handshake */
};

static const struct form forms[] = {
	{ 8, 32, 8, false }, /* to 4.10 */
	{ 2, 42, 8, true },  /* 4.20, 4.21 */
	{ 2, 72, 32, true }, /* from 4.30 */
};

static uint8_t *map;
static const struct form *form; /* NULL: one that is not known here */

/*
 * A header, from its lowest bit. Of 8 bytes: 24 of hits, 24 of a number that
 * nobody needs, 5 of bytes less 1, 2 of a type (1: an instruction). Of 2 bytes:
 * 6 of hits, 5 of bytes less 1, 1 of a type (0: an instruction).
 */
struct header {
	unsigned int hits, shape;
};

static struct header get_header(const uint8_t *at)
{
	uint64_t word = 0;

	memcpy(&word, at, form->header);
	if (form->header == 8)
		return (struct header){ word & 0xffffff, word >> 48 & 0x1f };
	return (struct header){ word & 0x3f, word >> 6 & 0x1f };
}

static void put_header(uint8_t *at, struct header header)
{
	uint64_t word = header.hits | (uint64_t)header.shape << 6;

	if (form->header == 8)
		word = header.hits | (uint64_t)header.shape << 48 | 1ull << 53;
	memcpy(at, &word, form->header);
}

static const struct form *form_of(size_t bytes)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (bytes == PLACES * (forms[i].header + HITS * forms[i].entry))
			return &forms[i];
	return NULL;
}

bool cmplog_open(void)
{
	const char *id = getenv("__AFL_CMPLOG_SHM_ID");
	struct shmid_ds segment;
	void *at;

	if (!id)
		return false;
	at = shmat(atoi(id), NULL, 0);
	if (at == (void *)-1 || shmctl(atoi(id), IPC_STAT, &segment))
		die(STATUS_FAILED, "cannot share memory with afl-fuzz: %s",
		    strerror(errno));
	map = at;
	form = form_of(segment.shm_segsz);
	return true;
}

bool cmplog_is_known(void)
{
	return form;
}

bool cmplog_is_new(void)
{
	return map && (!form || form->is_new);
}

static void add(size_t place, unsigned int shape, const uint64_t *record)
{
	uint8_t *at = map + place * form->header, *entry;
	struct header header = get_header(at);

	entry = map + PLACES * form->header +
		(place * HITS + header.hits % HITS) * form->entry;
	memcpy(entry, &record[1], sizeof(*record));
	memcpy(entry + form->second, &record[2], sizeof(*record));
	/* It is full from here on, and 6 bits hold no more. */
	header.hits = header.hits < 2 * HITS - 1 ? header.hits + 1 : HITS;
	header.shape = shape > header.shape ? shape : header.shape;
	put_header(at, header);
}

void cmplog_fill(const struct channel *channel)
{
	uint32_t i, words = form ? channel->count : 0;

	if (words > CHANNEL_WORDS)
		words = CHANNEL_WORDS;
	for (i = 0; i + COMPARISON_WORDS <= words; i += COMPARISON_WORDS) {
		uint64_t record[COMPARISON_WORDS];
		unsigned int shape;
		size_t place;

		memcpy(record, channel->words + i, sizeof(record));
		if (record[1] == record[2])
			continue;
		shape = (1u << (record[0] >> 1 & 3)) - 1;
		place = record[3] * 0x9e3779b97f4a7c15ull >> 48;
		add(place, shape, record);
	}
}
