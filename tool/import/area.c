// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The area of a device: the first word says how many records follow. They are
 * PCs in words of the machine (some kcovs always take 64 bits), or comparisons
 * of four words of 64 bits. Which it is nobody says: what fits is taken.
 */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>

#include "tool/import/dump.h"

#define RECORD_WORDS 4
#define LARGEST_TYPE (KCOV_CMP_CONST | KCOV_CMP_SIZE(3))

struct layout {
	enum dump_kind kind;
	uint8_t word;
};

struct area {
	const uint8_t *at;
	size_t bytes;
	bool big;
};

static uint64_t word_at(const struct area *area, size_t number, uint8_t word)
{
	const uint8_t *at = area->at + number * word;
	uint64_t value = 0;
	uint8_t i;

	for (i = 0; i < word; i++)
		value = value << 8 | at[area->big ? i : word - 1 - i];
	return value;
}

static void take_pcs(const struct area *area, const struct ground *ground,
		     uint8_t word, uint64_t count, struct dump *dump)
{
	uint64_t i;

	array_reserve(&dump->pcs, count);
	for (i = 1; i <= count; i++)
		array_push(&dump->pcs,
			   ground_pc(ground, word_at(area, i, word)));
}

static bool take_comparisons(const struct area *area,
			     const struct ground *ground, uint64_t count,
			     struct dump *dump)
{
	uint64_t i;

	for (i = 0; i < count; i++) {
		size_t at = 1 + i * RECORD_WORDS;
		struct comparison record = {
			word_at(area, at, 8), word_at(area, at + 1, 8),
			word_at(area, at + 2, 8),
			ground_pc(ground, word_at(area, at + 3, 8))
		};

		if (record.type > LARGEST_TYPE)
			return false;
		array_push(&dump->comparisons, record);
		array_push(&dump->pcs, record.pc);
	}
	return true;
}

/* False if it cannot be laid out so. */
static bool take(const struct area *area, const struct ground *ground,
		 struct layout layout, struct dump *dump)
{
	bool compares = layout.kind == DUMP_CMP_AREA;
	uint64_t count, room;

	*dump = (struct dump){ .kind = layout.kind };
	if (area->bytes < layout.word)
		return false;
	count = word_at(area, 0, layout.word);
	room = area->bytes / layout.word - 1;
	if (compares)
		room /= RECORD_WORDS;
	/* No area is that large. */
	if (count > UINT32_MAX)
		return false;
	if (count > room)
		dump->lost = count - room;
	count -= dump->lost;
	if (compares)
		return take_comparisons(area, ground, count, dump);
	take_pcs(area, ground, layout.word, count, dump);
	return true;
}

/* How many of a thousand PCs are in the code. */
static uint64_t share_of(const struct ground *ground, const struct dump *dump)
{
	uint64_t i, inside = 0;

	for (i = 0; i < dump->pcs.count; i++)
		inside += ground_has(ground, dump->pcs.at[i]);
	return dump->pcs.count ? inside * 1000 / dump->pcs.count : 0;
}

struct candidate {
	struct dump dump;
	bool fits;
	uint64_t share;
};

#define LAYOUTS 3

/* The best one, NULL if none fits or two fit alike. */
static struct candidate *choose(struct candidate *candidates,
				struct ground *ground, struct text *why)
{
	struct candidate *best = NULL;
	size_t i;

	for (i = 0; i < LAYOUTS; i++)
		if (candidates[i].fits &&
		    (!best || candidates[i].share > best->share ||
		     (!best->dump.pcs.count && candidates[i].dump.pcs.count)))
			best = &candidates[i];
	for (i = 0; i < LAYOUTS && best && !best->share; i++)
		if (candidates[i].fits &&
		    ground_find_slide(ground, &candidates[i].dump.pcs, 0)) {
			best = &candidates[i];
			best->share = share_of(ground, &best->dump);
		}
	for (i = 0; i < LAYOUTS && best; i++)
		if (candidates[i].fits && best->share &&
		    candidates[i].share == best->share &&
		    candidates[i].dump.kind != best->dump.kind) {
			text_add(why, "it may hold PCs or comparisons: say "
				      "--format area or --format cmp-area");
			return NULL;
		}
	return best;
}

static void say_why_not(const struct area *area, uint8_t word, struct text *why)
{
	struct area other = { area->at, area->bytes, !area->big };

	if (area->bytes < word) {
		text_printf(why, "%zu bytes are no count of records",
			    area->bytes);
		return;
	}
	text_printf(why,
		    "its first word, 0x%" PRIx64 ", is no count of records",
		    word_at(area, 0, word));
	if (word_at(&other, 0, word) < area->bytes / word)
		text_printf(why,
			    ", but 0x%" PRIx64 " in the other byte order: "
			    "is the ELF file of that machine?",
			    word_at(&other, 0, word));
	else
		text_add(why, "; name what it is with --format");
}

bool dump_read_area(struct dump *dump, enum dump_kind kind, const void *bytes,
		    size_t count, struct ground *ground, struct text *why)
{
	const struct layout layouts[LAYOUTS] = { { DUMP_AREA, ground->word },
						 { DUMP_CMP_AREA, 8 },
						 { DUMP_AREA, 8 } };
	struct area area = { bytes, count, ground->big };
	struct candidate candidates[LAYOUTS] = { 0 }, *best;
	size_t i;

	for (i = 0; i < LAYOUTS; i++) {
		struct candidate *candidate = &candidates[i];

		candidate->fits =
			(kind == DUMP_UNSAID || kind == layouts[i].kind) &&
			(i < 2 || ground->word != 8) &&
			take(&area, ground, layouts[i], &candidate->dump);
		candidate->share = candidate->fits ?
					   share_of(ground, &candidate->dump) :
					   0;
	}
	best = choose(candidates, ground, why);
	if (!best && !why->length)
		say_why_not(&area, ground->word, why);
	for (i = 0; i < LAYOUTS; i++)
		if (&candidates[i] != best)
			dump_free(&candidates[i].dump);
	if (best)
		*dump = best->dump;
	return best;
}
