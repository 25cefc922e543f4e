// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A map of images as text, one line each, and back. What is read may come out
 * of memory that others write: copied first, and believed only as far as it
 * parses. Without stdio and the heap.
 */
#include <string.h>

#include "port/posix/images/images.h"
#include "port/posix/os/raw.h"

/* Where text goes; what finds no room is counted all the same. */
struct text {
	char *at;
	size_t room;
	size_t bytes;
};

static void put_char(struct text *text, char c)
{
	if (text->bytes < text->room)
		text->at[text->bytes] = c;
	text->bytes++;
}

static void put_number(struct text *text, uint64_t value)
{
	int shift = 60;

	put_char(text, '0');
	put_char(text, 'x');
	while (shift && !(value >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		put_char(text, "0123456789abcdef"[value >> shift & 15]);
	put_char(text, ' ');
}

/* A newline ends the line, so it is written otherwise; so is what says that. */
static void put_string(struct text *text, const char *string, char end)
{
	const char *p;

	for (; *string; string++)
		if (*string == '\n' || *string == '\\')
			for (p = *string == '\n' ? "\\012" : "\\134"; *p; p++)
				put_char(text, *p);
		else
			put_char(text, *string);
	put_char(text, end);
}

size_t posix_images_text(const struct kcov_images *images, char *text,
			 size_t room)
{
	struct text to = { .at = text, .room = room };
	size_t i;

	for (i = 0; i < images->count; i++) {
		const struct kcov_image *image = &images->image[i];

		put_number(&to, image->start);
		put_number(&to, image->end);
		put_number(&to, image->bias);
		put_string(&to, image->build_id, ' ');
		put_string(&to, image->path, '\n');
	}
	return to.bytes;
}

static int write_all(int fd, const char *text, size_t bytes)
{
	long done;

	while (bytes) {
		done = posix_raw(SYS_write, fd, text, bytes);
		if (done == -EINTR)
			continue;
		if (done < 0)
			return (int)-done;
		text += done;
		bytes -= (size_t)done;
	}
	return 0;
}

KCOV_EXPORT int kcov_images_write(const struct kcov_images *images, int fd)
{
	const size_t bytes = posix_images_text(images, NULL, 0);
	char *text = kcov_port_alloc(bytes + 1);
	int err = ENOMEM;

	if (text) {
		posix_images_text(images, text, bytes);
		err = write_all(fd, text, bytes);
		kcov_port_free(text, bytes + 1);
	}
	if (!err)
		return 0;
	errno = err;
	return -1;
}

/* FNV-1a */
uint64_t posix_images_hash(const char *text, size_t bytes)
{
	uint64_t hash = 0xcbf29ce484222325ull;
	size_t i;

	for (i = 0; i < bytes; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3ull;
	return hash;
}

void posix_map_head_write(char head[KCOV_MAP_HEAD_CHARS],
			  const struct posix_map_head *map)
{
	struct text to = { .at = head, .room = KCOV_MAP_HEAD_CHARS };

	put_number(&to, map->hash);
	put_number(&to, map->bytes);
	while (to.bytes < KCOV_MAP_HEAD_CHARS - 1)
		put_char(&to, ' ');
	put_char(&to, '\n');
}

/* What is left of a text that is being read. */
struct rest {
	const char *at;
	const char *end;
};

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "0x", digits, a space */
static bool get_number(struct rest *rest, uint64_t *value)
{
	const char *p = rest->at;

	*value = 0;
	if (rest->end - p < 4 || p[0] != '0' || p[1] != 'x' ||
	    digit_of(p[2]) < 0)
		return false;
	for (p += 2; p < rest->end && digit_of(*p) >= 0; p++) {
		if (*value >> 60)
			return false;
		*value = *value << 4 | (uint64_t)digit_of(*p);
	}
	if (p == rest->end || *p != ' ')
		return false;
	rest->at = p + 1;
	return true;
}

static bool get_address(struct rest *rest, uintptr_t *address)
{
	uint64_t value;

	if (!get_number(rest, &value))
		return false;
	*address = (uintptr_t)value;
	return *address == value;
}

/* Back to what put_string() had; the string gets no longer. */
static void unescape(char *string)
{
	char *to = string;

	for (; *string; to++) {
		if (!strncmp(string, "\\012", 4) ||
		    !strncmp(string, "\\134", 4)) {
			*to = string[1] == '0' ? '\n' : '\\';
			string += 4;
		} else {
			*to = *string++;
		}
	}
	*to = '\0';
}

/* A string inside of the text, whose end is made a string's. */
static bool get_string(struct rest *rest, const char **string, char end)
{
	char *found = memchr(rest->at, end, (size_t)(rest->end - rest->at));

	if (!found || memchr(rest->at, '\0', (size_t)(found - rest->at)))
		return false;
	*found = '\0';
	*string = rest->at;
	unescape(found - (found - rest->at));
	rest->at = found + 1;
	return true;
}

bool posix_map_head_read(const char head[KCOV_MAP_HEAD_CHARS],
			 struct posix_map_head *map)
{
	struct rest rest = { head, head + KCOV_MAP_HEAD_CHARS };

	return get_number(&rest, &map->hash) && get_number(&rest, &map->bytes);
}

bool posix_images_parse(struct kcov_images *images, char *text, size_t bytes)
{
	struct rest rest = { text, text + bytes };
	size_t i;

	for (i = 0; i < images->count; i++) {
		struct kcov_image *image = &images->image[i];

		if (!get_address(&rest, &image->start) ||
		    !get_address(&rest, &image->end) ||
		    !get_address(&rest, &image->bias) ||
		    !get_string(&rest, &image->build_id, ' ') ||
		    !get_string(&rest, &image->path, '\n'))
			return false;
	}
	return rest.at == rest.end;
}
