// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/places.h"
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

/* Where the index for a build id is kept, NULL if nowhere. */
static char *place_of(const char *build_id)
{
	char name[2 * BUILD_ID_BYTES + 16];

	if (strlen(build_id) < 4 || strlen(build_id) > 2 * BUILD_ID_BYTES ||
	    strspn(build_id, "0123456789abcdef") != strlen(build_id))
		return NULL;
	snprintf(name, sizeof(name), "index/%s", build_id);
	return cache_place(name);
}

static char *place_of_image(const struct image *image)
{
	char build_id[2 * BUILD_ID_BYTES + 1];

	build_id_text(image->build_id, image->build_id_bytes, build_id);
	return place_of(build_id);
}

static struct index *map_file(int fd)
{
	struct index *index;
	struct stat st;
	void *bytes;

	if (fstat(fd, &st) || st.st_size <= 0)
		return NULL;
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return NULL;
	index = index_over(bytes, (size_t)st.st_size);
	if (index)
		index->mapped = true;
	else
		munmap(bytes, (size_t)st.st_size);
	return index;
}

struct index *cache_load_id(const char *build_id)
{
	char *path = place_of(build_id);
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct index *index = fd >= 0 ? map_file(fd) : NULL;
	char id[2 * BUILD_ID_BYTES + 1];

	if (fd >= 0)
		close(fd);
	if (index) {
		build_id_text(index->header->build_id,
			      index->header->build_id_bytes, id);
		if (strcmp(id, build_id)) {
			index_free(index);
			index = NULL;
		}
	}
	if (index)
		detail("index of %s: %s", build_id, path);
	free(path);
	return index;
}

struct index *cache_load(const struct image *image)
{
	char build_id[2 * BUILD_ID_BYTES + 1];

	build_id_text(image->build_id, image->build_id_bytes, build_id);
	return cache_load_id(build_id);
}

static bool write_all(int fd, const char *at, size_t count)
{
	while (count) {
		ssize_t done = write(fd, at, count);

		if (done <= 0)
			return false;
		at += done;
		count -= (size_t)done;
	}
	return true;
}

void cache_store(const struct image *image, const struct index *index)
{
	char *path = place_of_image(image);
	char *partial = NULL;
	int fd = -1;

	/* Without lines it may be a stripped copy of something better. */
	if (!path || !(index->header->flags & HAS_LINES))
		goto out;
	partial = must_alloc(NULL, strlen(path) + 24, 1);
	sprintf(partial, "%s.%d", path, (int)getpid());
	if (make_folders(path))
		fd = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			  0666);
	if (fd < 0)
		goto out;
	if (!write_all(fd, (const char *)index->header, index->header->bytes) ||
	    rename(partial, path)) {
		unlink(partial);
		detail("could not keep the index in %s", path);
	}
	close(fd);
out:
	free(partial);
	free(path);
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
