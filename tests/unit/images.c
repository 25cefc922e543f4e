// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Maps of images: what is looked up in them, against a naive search; as text
 * and back, with all that may stand in names; texts that are not one; and the
 * map of this process, against what the dynamic linker and /proc say. kills: a
 * bound on the wrong side, an offset from the segment, an escape that is not
 * undone, a number that is cut, a rest that nobody looks at.
 */
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/tap.h"

#include "port/posix/images/images.h"
#include "port/posix/os/raw.h"

#define MOST 6

static union {
	struct kcov_images images;
	char room[sizeof(struct kcov_images) + MOST * sizeof(struct kcov_image)];
} map;

static uint64_t random_number(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static const char *const paths[] = { "/a",	    "",
				     "/a\\012b",    "/new\nline",
				     "\\\n\\\\\n",  "/with blanks in it",
				     "\\134\\012",  "/\xff\xfe\x01",
				     "libx.so (2)", "\\0123" };
static const char *const ids[] = { "-", "0", "0123456789abcdef", "a\\b" };

static void make_map(size_t count)
{
	size_t i;

	map.images.count = count;
	for (i = 0; i < count; i++) {
		struct kcov_image *image = &map.images.image[i];

		image->start =
			(uintptr_t)(random_number() >> (random_number() % 60));
		image->end = image->start + random_number() % 64 + 1;
		image->bias = (uintptr_t)random_number();
		image->path = paths[random_number() % 10];
		image->build_id = ids[random_number() % 4];
	}
}

static bool finds_as(uintptr_t pc)
{
	const struct kcov_image *want = NULL, *got;
	uintptr_t offset = 1;
	size_t i;

	for (i = map.images.count; i--;)
		if (map.images.image[i].start < pc &&
		    map.images.image[i].end >= pc)
			want = &map.images.image[i];
	got = kcov_images_find(&map.images, pc, &offset);
	return got == want && (!got || offset == pc - got->bias);
}

static void look_up(void)
{
	bool good = true;
	size_t i, k;

	for (i = 0; i < 300; i++) {
		const struct kcov_image *image;

		make_map(1 + i % MOST);
		image = &map.images.image[i % map.images.count];
		for (k = 0; k < 5; k++)
			good &= finds_as(image->start + k - 2) &&
				finds_as(image->end + k - 2);
	}
	tap_ok(good,
	       "a PC is behind the start of its image, and may be its end");
}

static bool same(const struct kcov_image *a, const struct kcov_image *b)
{
	return a->start == b->start && a->end == b->end && a->bias == b->bias &&
	       !strcmp(a->path, b->path) && !strcmp(a->build_id, b->build_id);
}

static union {
	struct kcov_images images;
	char room[sizeof(struct kcov_images) + MOST * sizeof(struct kcov_image)];
} read_back;

static bool parses(const char *text, size_t bytes, size_t count)
{
	static char copy[1 << 14];

	memcpy(copy, text, bytes);
	memset(&read_back, 0, sizeof(read_back));
	read_back.images.count = count;
	return posix_images_parse(&read_back.images, copy, bytes);
}

static size_t text_of(char *text, size_t room)
{
	size_t bytes = posix_images_text(&map.images, NULL, 0);

	if (bytes > room ||
	    posix_images_text(&map.images, text, bytes) != bytes)
		return 0;
	return bytes;
}

static void there_and_back(void)
{
	bool good = true, lines = true, cut = true;
	char text[1 << 13];
	size_t i, k, bytes;

	for (i = 0; i < 300; i++) {
		size_t newlines = 0;

		make_map(1 + i % MOST);
		bytes = text_of(text, sizeof(text));
		good &= bytes && parses(text, bytes, map.images.count);
		for (k = 0; good && k < map.images.count; k++)
			good &= same(&read_back.images.image[k],
				     &map.images.image[k]);
		for (k = 0; k < bytes; k++)
			newlines += text[k] == '\n';
		lines &= newlines == map.images.count;
		cut &= !parses(text, bytes - 1, map.images.count) &&
		       !parses(text, bytes, map.images.count - 1) &&
		       !parses(text, bytes, map.images.count + 1);
	}
	tap_ok(good, "a map as text is the same map when it is read");
	tap_ok(lines, "with a line for each image, whatever its name");
	tap_ok(cut, "a text with less or more in it is none");
}

static void nonsense(void)
{
	static const char *const bad[] = {
		"0x1 0x2 0x11111111111111111 - /a\n",
		"0x1 0x2 3 - /a\n",
		"0x 0x2 0x3 - /a\n",
		"0x1 0x2 0x3 -\n",
		"0x1 0x2 0x3g - /a\n",
		"0x1  0x2 0x3 - /a\n",
		"0X1 0x2 0x3 - /a\n",
		"0x1 0x2 0x3 - /a",
		"\n",
	};
	bool good = true;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		good &= !parses(bad[i], strlen(bad[i]), 1);
	good &= !parses("0x1 0x2 0x3 - /a\0b\n", 19, 1) &&
		!parses("0xa 0xfF 0x3 - \n", 16, 1) &&
		parses("0x1 0x2 0x3 - /a\n", 17, 1);
	tap_ok(good, "what is no number or has no end is no map");
}

static void heads(void)
{
	char head[KCOV_MAP_HEAD_CHARS];
	bool good = true;
	size_t i;

	for (i = 0; i < 100; i++) {
		struct posix_map_head map = { random_number(),
					      random_number() >> i % 64 };
		struct posix_map_head got;

		posix_map_head_write(head, &map);
		good &= posix_map_head_read(head, &got) &&
			got.hash == map.hash && got.bytes == map.bytes &&
			head[KCOV_MAP_HEAD_CHARS - 1] == '\n' &&
			!memchr(head, '\n', KCOV_MAP_HEAD_CHARS - 1);
	}
	tap_ok(good, "a head is one line, and says what it said");
	/* Two vectors of the authors of FNV-1a. */
	tap_ok(posix_images_hash("", 0) == 0xcbf29ce484222325ull &&
		       posix_images_hash("foobar", 6) == 0x85944171f73967e8ull,
	       "the hash is the one that is documented");
}

struct counting {
	const struct kcov_images *images;
	size_t segments, right;
};

static int visit(struct dl_phdr_info *info, size_t bytes, void *data)
{
	struct counting *counting = data;
	size_t k;
	int i;

	(void)bytes;
	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		const uintptr_t start = info->dlpi_addr + segment->p_vaddr;

		if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X))
			continue;
		counting->segments++;
		for (k = 0; k < counting->images->count; k++) {
			const struct kcov_image *image =
				&counting->images->image[k];

			counting->right += image->start == start &&
					   image->end ==
						   start + segment->p_memsz &&
					   image->bias == info->dlpi_addr;
		}
	}
	return 0;
}

static void own(void)
{
	struct kcov_images *images = kcov_images_take();
	struct counting counting = { images, 0, 0 };
	char exe[4096] = "", maps[1 << 16];
	const struct kcov_image *image;
	uintptr_t offset;
	FILE *file;
	size_t used;

	dl_iterate_phdr(visit, &counting);
	tap_ok(images->count == counting.segments &&
		       counting.right == counting.segments,
	       "the map of this process is the linker's, %zu stretches",
	       counting.segments);
	image = kcov_images_find(images, (uintptr_t)own, &offset);
	tap_ok(readlink("/proc/self/exe", exe, sizeof(exe) - 1) > 0 && image &&
		       !strcmp(image->path, exe),
	       "the program is called what it is");
	file = fopen("/proc/self/maps", "re");
	used = file ? fread(maps, 1, sizeof(maps) - 1, file) : 0;
	maps[used] = '\0';
	tap_ok(image && strstr(maps, exe), "and is where it is mapped");
	if (file)
		fclose(file);
	kcov_images_free(images);
}

int main(void)
{
	look_up();
	there_and_back();
	nonsense();
	heads();
	own();
	return tap_done();
}
