// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as the map of images that stands in a device, which everybody who
 * has a descriptor can write: refused, or every string ends inside of it, and
 * written and read again it is the same. Its first line too.
 */
#include <stdlib.h>
#include <string.h>

#include "port/posix/images/images.h"
#include "tests/fuzz/target.h"

/* What imagetext.c asks of a host, to write into a file. */
void *kcov_port_alloc(size_t bytes)
{
	return calloc(1, bytes);
}

void kcov_port_free(void *memory, size_t bytes)
{
	(void)bytes;
	free(memory);
}

static size_t lines_of(const uint8_t *bytes, size_t count)
{
	size_t lines = 0, i;

	for (i = 0; i < count; i++)
		lines += bytes[i] == '\n';
	return lines;
}

/* NULL if it is none; in *text is what its strings stand in. */
static struct kcov_images *parse(const void *bytes, size_t count, char **text)
{
	size_t lines = lines_of(bytes, count);
	struct kcov_images *images =
		calloc(1, sizeof(*images) + lines * sizeof(images->image[0]));

	*text = memcpy(malloc(count + !count), bytes, count);
	images->count = lines;
	if (posix_images_parse(images, *text, count))
		return images;
	free(images);
	free(*text);
	return NULL;
}

static bool are_same(const struct kcov_images *a, const struct kcov_images *b)
{
	size_t i;

	for (i = 0; i < a->count && i < b->count; i++) {
		const struct kcov_image *x = &a->image[i], *y = &b->image[i];

		if (x->start != y->start || x->end != y->end ||
		    x->bias != y->bias || strcmp(x->build_id, y->build_id) ||
		    strcmp(x->path, y->path))
			return false;
	}
	return a->count == b->count;
}

static void check_again(const struct kcov_images *images)
{
	size_t bytes = posix_images_text(images, NULL, 0);
	char *text = malloc(bytes + 1), *again_text;
	struct kcov_images *again;

	if (posix_images_text(images, text, bytes) != bytes)
		abort();
	again = parse(text, bytes, &again_text);
	if (!again || !are_same(images, again))
		abort();
	free(again);
	free(again_text);
	free(text);
}

static void check_head(const uint8_t *bytes, size_t count)
{
	struct posix_map_head head, again;
	char *line = calloc(1, KCOV_MAP_HEAD_CHARS);

	memcpy(line, bytes,
	       count < KCOV_MAP_HEAD_CHARS ? count : KCOV_MAP_HEAD_CHARS);
	if (posix_map_head_read(line, &head)) {
		posix_map_head_write(line, &head);
		if (!posix_map_head_read(line, &again) ||
		    again.hash != head.hash || again.bytes != head.bytes)
			abort();
	}
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct kcov_images *images;
	char *text;

	check_head(bytes, count);
	images = parse(bytes, count, &text);
	if (images) {
		check_again(images);
		free(images);
		free(text);
	}
	return 0;
}
