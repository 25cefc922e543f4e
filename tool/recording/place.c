// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Images of several address spaces, or of several times, in one. Each has the
 * place it had, if that is still free, else another one; what was recorded in
 * it moves along. Called where recordings are made and where they are combined.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/recording/recording.h"

/* Between two images, so that the end of one is not the start of another. */
#define GAP (1ull << 20)

static bool same_file(const struct image_entry *a, const struct image_entry *b)
{
	if (strcmp(a->build_id, "-") || strcmp(b->build_id, "-"))
		return !strcmp(a->build_id, b->build_id);
	return !strcmp(a->path, b->path);
}

/* A file may have several stretches of code; how much of one is seen differs. */
static bool same_image(const struct image_entry *a, const struct image_entry *b)
{
	return a->start - a->bias < b->end - b->bias &&
	       b->start - b->bias < a->end - a->bias && same_file(a, b);
}

static uint64_t free_place(const struct recording *recording,
			   const struct image_entry *image)
{
	uint64_t highest = 0, shift;
	bool is_free = true;
	size_t i;

	for (i = 0; i < recording->images.count; i++) {
		const struct image_entry *other = &recording->images.at[i];

		if (image->start < other->end && other->start < image->end)
			is_free = false;
		if (other->end > highest)
			highest = other->end;
	}
	if (is_free)
		return 0;
	/* A whole number of gaps: addresses within a page stay. */
	shift = (highest + 2 * GAP - image->start) & ~(GAP - 1);
	if (image->end + shift > highest && highest + 2 * GAP > highest)
		return shift;
	warn("%s lies where another image does, and there is no other place "
	     "for it: what ran there is not known",
	     image->path);
	return UNKNOWN_PLACE;
}

uint64_t recording_place_image(struct recording *recording,
			       const struct image_entry *image)
{
	uint64_t shift;
	size_t i;

	for (i = 0; i < recording->images.count; i++)
		if (same_image(&recording->images.at[i], image))
			return recording->images.at[i].bias - image->bias;
	shift = free_place(recording, image);
	if (shift != UNKNOWN_PLACE)
		recording_add_image(recording, image->start + shift,
				    image->end + shift, image->bias + shift,
				    image->build_id, image->path);
	return shift;
}

static int by_start(const void *a, const void *b, void *images)
{
	const struct image_entry *x = images, *y = images;

	x += *(const uint32_t *)a;
	y += *(const uint32_t *)b;
	return (x->start > y->start) - (x->start < y->start);
}

void recording_sort_images(struct recording *recording)
{
	size_t i, count = recording->images.count;
	uint32_t *order = must_alloc(recording->order, count, sizeof(*order));

	for (i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	if (count)
		qsort_r(order, count, sizeof(*order), by_start,
			recording->images.at);
	recording->order = order;
	recording->ordered = count;
	/* Then the first one counts that was added. */
	for (i = 1; i < count; i++)
		if (recording->images.at[order[i]].start <
		    recording->images.at[order[i - 1]].end)
			recording->ordered = 0;
}

/* A return address may be the first one behind the code. */
static bool is_in(const struct image_entry *image, uint64_t pc)
{
	return pc > image->start && pc <= image->end;
}

const struct image_entry *recording_image(const struct recording *recording,
					  uint64_t pc)
{
	const struct image_entry *images = recording->images.at;
	size_t low = 0, high = recording->images.count, i;

	if (recording->ordered == high) {
		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (images[recording->order[middle]].start < pc)
				low = middle + 1;
			else
				high = middle;
		}
		return low && is_in(&images[recording->order[low - 1]], pc) ?
			       &images[recording->order[low - 1]] :
			       NULL;
	}
	for (i = 0; i < high; i++)
		if (is_in(&images[i], pc))
			return &images[i];
	return NULL;
}
