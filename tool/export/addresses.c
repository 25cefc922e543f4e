// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The formats that are addresses: rawcover, drcov, sancov. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/export/export.h"
#include "tool/index/machine.h"

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

typedef ARRAY_OF(uint64_t) address_list;

/* What of an image was reached, or all of it, sorted. */
static address_list addresses_of(const struct coverage *coverage,
				 uint32_t image, bool all)
{
	address_list list = { 0 };
	size_t i;

	for (i = 0; i < coverage->points.count; i++) {
		const struct coverage_point *point = &coverage->points.at[i];

		if (point->image == image && (all || point->runs))
			array_push(&list, point->address);
	}
	if (list.count)
		qsort(list.at, list.count, sizeof(*list.at), by_value);
	return list;
}

bool export_rawcover(const struct coverage *coverage, struct text *out)
{
	address_list list = { 0 };
	size_t i;

	for (i = 0; i < coverage->points.count; i++) {
		const struct coverage_point *point = &coverage->points.at[i];
		const struct index *index =
			coverage->images.at[point->image].index;

		if (point->runs)
			array_push(&list,
				   point->address -
					   machine_call_length(
						   index->header->machine));
	}
	if (list.count)
		qsort(list.at, list.count, sizeof(*list.at), by_value);
	for (i = 0; i < list.count; i++)
		if (!i || list.at[i] != list.at[i - 1])
			text_printf(out, "0x%" PRIx64 "\n", list.at[i]);
	free(list.at);
	return true;
}

static void add_little(struct text *out, uint64_t value, int bytes)
{
	for (; bytes; bytes--, value >>= 8) {
		char byte = (char)value;

		text_add_bytes(out, &byte, 1);
	}
}

/* The last part of a path; of a kernel the name people match by. */
static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!strncmp(path, "vmlinux-", 8))
		return "vmlinux";
	return slash ? slash + 1 : path;
}

/* The whole path where two images have one name; two kernels have ids. */
static void add_module(struct text *out, const struct coverage *coverage,
		       uint32_t number)
{
	const struct coverage_image *image = &coverage->images.at[number];
	const char *name = last_part(image->path);
	bool by_name = true, by_path = true;
	uint32_t i;

	for (i = 0; i < coverage->images.count; i++) {
		const struct coverage_image *other = &coverage->images.at[i];

		if (i == number || !other->points)
			continue;
		by_name &= strcmp(name, last_part(other->path)) != 0;
		by_path &= strcmp(image->path, other->path) != 0;
	}
	escape_drcov(out, by_name ? name : image->path);
	if (!by_path) {
		text_add(out, ".");
		escape_drcov(out, image->build_id);
	}
}

/* A block goes up to the next place, at least one byte and at most 65535. */
static uint16_t block_size(const address_list *all, uint64_t address)
{
	const uint64_t *at = bsearch(&address, all->at, all->count,
				     sizeof(*all->at), by_value);
	uint64_t size = 1;

	if (at && at + 1 < all->at + all->count && at[1] > address)
		size = at[1] - address;
	return size < UINT16_MAX ? (uint16_t)size : UINT16_MAX;
}

static uint32_t add_blocks(const struct coverage *coverage, uint32_t image,
			   uint16_t id, struct text *out)
{
	uint64_t base = coverage->images.at[image].index->header->load;
	address_list reached = addresses_of(coverage, image, false);
	address_list all = addresses_of(coverage, image, true);
	size_t i;

	for (i = 0; i < reached.count; i++) {
		add_little(out, reached.at[i] - base, 4);
		add_little(out, block_size(&all, reached.at[i]), 2);
		add_little(out, id, 2);
	}
	free(all.at);
	free(reached.at);
	return (uint32_t)i;
}

bool export_drcov(const struct coverage *coverage, struct text *out)
{
	struct text rows = { 0 }, blocks = { 0 };
	uint32_t i, count = 0;
	uint16_t id = 0;

	for (i = 0; i < coverage->images.count; i++) {
		const struct coverage_image *image = &coverage->images.at[i];

		if (!image->points)
			continue;
		text_printf(&rows,
			    "%3d, 0x%016" PRIx64 ", 0x%016" PRIx64
			    ", 0x%016x, ",
			    id, image->index->header->load,
			    image->index->header->end, 0);
		add_module(&rows, coverage, i);
		text_add(&rows, "\n");
		count += add_blocks(coverage, i, id++, &blocks);
	}
	text_printf(out,
		    "DRCOV VERSION: 2\nDRCOV FLAVOR: kcov\n"
		    "Module Table: version 2, count %d\n"
		    "Columns: id, base, end, entry, path\n",
		    id);
	text_add_bytes(out, rows.at ? rows.at : "", rows.length);
	text_printf(out, "BB Table: %" PRIu32 " bbs\n", count);
	text_add_bytes(out, blocks.at ? blocks.at : "", blocks.length);
	text_free(&rows);
	text_free(&blocks);
	return true;
}

bool export_only_image(const struct coverage *coverage, uint32_t *image)
{
	uint32_t i, found = 0;

	for (i = 0; i < coverage->images.count; i++)
		if (coverage->images.at[i].points) {
			*image = i;
			found++;
		}
	if (found == 1)
		return true;
	error("this format holds one image, the recording has %" PRIu32
	      " that are instrumented: choose drcov or lcov",
	      found);
	return false;
}

bool export_sancov(const struct coverage *coverage, struct text *out)
{
	address_list list;
	uint32_t image;
	size_t i;

	if (!export_only_image(coverage, &image))
		return false;
	list = addresses_of(coverage, image, false);
	add_little(out, 0xc0bfffffffffff64, 8);
	for (i = 0; i < list.count; i++)
		add_little(out, list.at[i] - 1, 8);
	free(list.at);
	return true;
}
