// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * An index from its parts: debug information on this thread, code on another,
 * as neither needs the other before the end. Called by find.c and symbolise.c
 * on the main thread.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tool/base/fail.h"
#include "tool/index/builder.h"
#include "tool/index/cache.h"
#include "tool/index/debug.h"
#include "tool/index/sites.h"

struct site_work {
	struct image image;
	address_array sites;
	enum sites are;
};

static void *find_sites(void *data)
{
	struct site_work *work = data;

	work->are = sites_of_image(&work->image, &work->sites);
	return NULL;
}

static void place_section(struct index_header *header,
			  struct index_section *section, size_t count,
			  size_t size)
{
	section->offset = (header->bytes + 7) & ~7ull;
	section->count = count;
	header->bytes = section->offset + count * size;
}

static void fill(struct index_header *header,
		 const struct index_section *section, const void *from,
		 size_t size)
{
	if (section->count)
		memcpy((char *)header + section->offset, from,
		       section->count * size);
}

/* Fills in the lines of the points by walking all tables once. */
static void fill_points(const struct builder *builder,
			const address_array *sites, struct index_point *points)
{
	size_t i, row = 0, span = 0;

	for (i = 0; i < sites->count; i++) {
		uint32_t offset =
			(uint32_t)(sites->at[i] - builder->image->base);
		struct index_point *point = &points[i];
		int64_t behind = (int64_t)offset - builder->image->back;

		*point = (struct index_point){ offset, NONE, 0, NONE };
		while (row < builder->rows.count &&
		       builder->rows.at[row].start <= behind)
			row++;
		while (span < builder->spans.count &&
		       builder->spans.at[span].start <= behind)
			span++;
		if (row) {
			point->file = builder->rows.at[row - 1].file;
			point->line = builder->rows.at[row - 1].line;
		}
		if (span)
			point->frame = builder->spans.at[span - 1].frame;
	}
}

static struct index_header header_of(const struct builder *builder,
				     const struct site_work *work,
				     uint32_t lacks)
{
	const struct image *image = builder->image;
	struct index_header header = {
		.version = INDEX_VERSION,
		.flags = (builder->has_lines ? HAS_LINES : 0) |
			 (work->are == SITES_ARE_ALL ? HAS_POINTS : 0) |
			 (work->are == SITES_ARE_STRANGE ? HAS_STRANGE_CALLS :
							   0) |
			 (image->has_code ? HAS_CODE : 0) |
			 (builder->is_damaged ? IS_DAMAGED : 0) | lacks,
		.bytes = sizeof(header),
		.base = image->base,
		.end = image->end,
		.build_id_bytes = image->build_id_bytes,
		.root = builder->root,
		.missing = builder->missing,
		.load = image->load,
		.machine = (uint32_t)image->machine,
		.back = image->back,
		.file = identity_of(image),
	};

	memcpy(header.magic, INDEX_MAGIC, sizeof(header.magic));
	memcpy(header.build_id, image->build_id, sizeof(header.build_id));
	place_section(&header, &header.strings, builder->strings.text.length,
		      1);
	place_section(&header, &header.frames, builder->frames.count,
		      sizeof(struct index_frame));
	place_section(&header, &header.spans, builder->spans.count,
		      sizeof(struct index_span));
	place_section(&header, &header.rows, builder->rows.count,
		      sizeof(struct index_row));
	place_section(&header, &header.points, work->sites.count,
		      sizeof(struct index_point));
	return header;
}

static struct index *assemble(const struct builder *builder,
			      const struct site_work *work, uint32_t lacks)
{
	struct index_header small = header_of(builder, work, lacks);
	struct index_header *header = must_alloc(NULL, small.bytes, 1);

	memset(header, 0, small.bytes);
	*header = small;
	fill(header, &header->strings, builder->strings.text.at, 1);
	fill(header, &header->frames, builder->frames.at,
	     sizeof(struct index_frame));
	fill(header, &header->spans, builder->spans.at,
	     sizeof(struct index_span));
	fill(header, &header->rows, builder->rows.at, sizeof(struct index_row));
	fill_points(
		builder, &work->sites,
		(struct index_point *)((char *)header + header->points.offset));
	return index_over(header, header->bytes);
}

static void builder_free(struct builder *builder)
{
	strings_free(&builder->strings);
	free(builder->frames.at);
	free(builder->ranges.at);
	free(builder->rows.at);
	free(builder->sequences.at);
	free(builder->spans.at);
	free(builder->units.at);
}

static void start(pthread_t *thread, struct site_work *work)
{
	if (pthread_create(thread, NULL, find_sites, work))
		die(STATUS_FAILED, "cannot start a thread: end some others");
}

static struct index *build(struct image *image, const char *debug_file)
{
	struct builder builder = { .image = image };
	struct site_work work = { 0 };
	struct index *index;
	struct debug debug;
	pthread_t thread;
	bool whole;

	/* libelf's handles are not for two threads: each has its own. */
	if (!image_open(&work.image, image->path))
		return NULL;
	/* The name of the callback may be in the debug file. */
	whole = image_has_symbols(image);
	if (whole)
		start(&thread, &work);
	debug_open(&debug, image, debug_file);
	if (!whole) {
		debug_add_symbols(&debug, image);
		debug_add_symbols(&debug, &work.image);
		start(&thread, &work);
	}
	builder_read_dwarf(&builder, &debug);
	pthread_join(thread, NULL);
	index = assemble(&builder, &work, debug.lacks);
	debug_close(&debug);
	image_close(&work.image);
	free(work.sites.at);
	builder_free(&builder);
	return index;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct index *index_of_file(const char *path)
{
	return index_of_files(path, NULL);
}

struct index *index_of_files(const char *path, const char *debug_file)
{
	double start = seconds();
	struct image image;
	struct index *index;

	if (!image_open(&image, path))
		return NULL;
	index = cache_load(&image);
	if (!index) {
		index = build(&image, debug_file);
		if (index)
			cache_store(&image, index);
	}
	image_close(&image);
	if (index)
		detail("%s: %zu points, %zu rows, %zu frames in %.0f ms", path,
		       index->points_count, (size_t)index->header->rows.count,
		       (size_t)index->header->frames.count,
		       1e3 * (seconds() - start));
	return index;
}

void index_warn(const struct index *index, const char *path)
{
	if (index->header->flags & IS_PACKED)
		warn("%s has sections compressed by zstd, and they are damaged "
		     "or kcovctl was built without libzstd-dev: name a file "
		     "unpacked by objcopy --decompress-debug-sections",
		     path);
	else if (index->header->flags & IS_DAMAGED)
		warn("%s has debug information that is damaged, or of a DWARF "
		     "version that kcovctl does not read: some lines or "
		     "functions are missing; build with -gdwarf-5, or name a "
		     "file that is complete with --image",
		     path);
	else if (index->header->flags & LACKS_COMMON)
		warn("%s has parts of its debug information in a file made by "
		     "dwz -m that is not there or cannot be read: functions "
		     "have no names; install its debug package whole, or name "
		     "a file that is complete with --image",
		     path);
	else if (index->header->missing)
		warn("%s was built with -gsplit-dwarf, and the .dwo files of "
		     "%u units are not where they were made: inlined functions "
		     "are missing; put them back, or %s.dwp beside it",
		     path, index->header->missing, path);
	else if (!(index->header->flags & HAS_LINES))
		warn("%s has no .debug_line: build with debug information (for "
		     "a kernel CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y), "
		     "name a file that has it with --image, or set "
		     "DEBUGINFOD_URLS",
		     path);
}
