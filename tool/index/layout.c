// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Whether bytes are an index that can be asked. Called by build.c for what it
 * made and by cache.c for what it found; what was found is not trusted.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tool/base/fail.h"
#include "tool/index/cache.h"

/* Sections are as large as they say, inside, and aligned for their entries. */
static const void *section(const struct index_header *header,
			   const struct index_section *section, size_t size)
{
	if (section->offset > header->bytes || section->offset % 8 ||
	    section->count > (header->bytes - section->offset) / size)
		return NULL;
	return (const char *)header + section->offset;
}

static bool has_header(const struct index_header *header, size_t count)
{
	return count >= sizeof(*header) &&
	       !memcmp(header->magic, INDEX_MAGIC, sizeof(header->magic)) &&
	       header->version == INDEX_VERSION && header->bytes == count &&
	       header->build_id_bytes <= BUILD_ID_BYTES &&
	       header->base < header->end;
}

struct index *index_over(const void *bytes, size_t count)
{
	const struct index_header *header = bytes;
	struct index index = { .header = header };
	struct index *copy;

	if (!has_header(header, count))
		return NULL;
	index.strings = section(header, &header->strings, 1);
	index.frames = section(header, &header->frames, sizeof(*index.frames));
	index.spans = section(header, &header->spans, sizeof(*index.spans));
	index.rows = section(header, &header->rows, sizeof(*index.rows));
	index.points = section(header, &header->points, sizeof(*index.points));
	if (!index.strings || !index.frames || !index.spans || !index.rows ||
	    !index.points || !header->strings.count ||
	    index.strings[header->strings.count - 1])
		return NULL;
	index.points_count = header->points.count;
	copy = must_alloc(NULL, 1, sizeof(*copy));
	*copy = index;
	return copy;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	if (index->mapped)
		munmap((void *)index->header, index->header->bytes);
	else
		free((void *)index->header);
	free(index);
}
