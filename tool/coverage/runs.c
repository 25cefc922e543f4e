// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* From recorded addresses to places that were reached. */
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/coverage.h"

void coverage_begin(struct coverage *coverage, const struct search *search)
{
	memset(coverage, 0, sizeof(*coverage));
	coverage->search = search;
}

static void add_points(struct coverage *coverage, uint32_t image)
{
	const struct index *index = coverage->images.at[image].index;
	size_t i;

	array_reserve(&coverage->points, index->points_count);
	for (i = 0; i < index->points_count; i++)
		array_push(&coverage->points,
			   (struct coverage_point){
				   .address = index_address(index,
							    &index->points[i]),
				   .image = image,
				   .file = index->points[i].file,
				   .line = index->points[i].line,
				   .function = index->points[i].frame });
}

/* The number of the image here, which is new if it is seen for the first time. */
static uint32_t image_number(struct coverage *coverage,
			     const struct image_entry *image)
{
	struct coverage_image *other;
	uint32_t i;

	for (i = 0; i < coverage->images.count; i++) {
		other = &coverage->images.at[i];
		if (!strcmp(other->build_id, image->build_id) &&
		    (strcmp(image->build_id, "-") ||
		     !strcmp(other->path, image->path)))
			return i;
	}
	array_push(&coverage->images,
		   (struct coverage_image){
			   must_copy(image->build_id), must_copy(image->path),
			   index_find(coverage->search, image->build_id,
				      image->path),
			   0 });
	coverage->image_points = must_alloc(coverage->image_points,
					    coverage->images.count,
					    sizeof(*coverage->image_points));
	coverage->image_points[i] = coverage->points.count;
	if (coverage->images.at[i].index)
		add_points(coverage, i);
	return i;
}

/* The place, which is an extra one if it is not known. */
static struct coverage_point *point_of(struct coverage *coverage,
				       uint32_t image, uint64_t address)
{
	const struct index *index = coverage->images.at[image].index;
	const struct index_point *known = index_point(index, address);
	struct coverage_point extra = { .address = address, .image = image };
	struct place chain[1];
	uint32_t *number;

	if (known)
		return &coverage->points.at[coverage->image_points[image] +
					    (size_t)(known - index->points)];
	/* Offsets in an index have 32 bits. */
	number = table_value(&coverage->extra_numbers,
			     (uint64_t)image << 32 |
				     (uint32_t)(address - index->header->base));
	if (*number == NONE) {
		*number = (uint32_t)coverage->extras.count;
		index_chain(index, address, chain, 1);
		extra.function = chain[0].frame;
		index_line(index, address, &extra.file, &extra.line);
		array_push(&coverage->extras, extra);
	}
	return &coverage->extras.at[*number];
}

static void reach(struct coverage *coverage, struct coverage_point *point)
{
	if (!point->count)
		point->first = coverage->records;
	point->count++;
	if (point->last_run != coverage->runs) {
		point->last_run = coverage->runs;
		point->runs++;
	}
}

static void add_pc(struct coverage *coverage, const struct recording *recording,
		   const uint32_t *numbers, uint64_t pc)
{
	const struct image_entry *image = recording_image(recording, pc);
	uint32_t number = image ? numbers[image - recording->images.at] : NONE;

	if (number == NONE || !coverage->images.at[number].index)
		coverage->unknown++;
	else
		reach(coverage, point_of(coverage, number, pc - image->bias));
	coverage->records++;
}

void coverage_add_run(struct coverage *coverage,
		      const struct recording *recording)
{
	uint32_t *numbers =
		must_alloc(NULL, recording->images.count, sizeof(*numbers));
	size_t i, pc;

	coverage->runs++;
	for (i = 0; i < recording->images.count; i++)
		numbers[i] = image_number(coverage, &recording->images.at[i]);
	for (i = 0; i < recording->tasks.count; i++) {
		const struct task *task = &recording->tasks.at[i];

		for (pc = 0; pc < task->pcs.count; pc++)
			add_pc(coverage, recording, numbers, task->pcs.at[pc]);
		coverage->lost += task->lost;
	}
	free(numbers);
}
