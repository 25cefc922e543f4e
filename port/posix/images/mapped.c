// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What file is mapped at an address of this process, as the kernel knows it,
 * for images.c where the dynamic linker knows less: a path from a folder that
 * the program may have left. Without stdio and the heap. Any thread.
 */
#include <fcntl.h>
#include <string.h>

#include "port/posix/images/images.h"
#include "port/posix/os/raw.h"

/* A line of maps: "START-END PERMISSIONS OFFSET DEVICE INODE    PATH" */
enum { RANGE, PATH = 5 };

struct line {
	uintptr_t start, number;
	int field;
	size_t length; /* of the path */
};

static void read_range(struct line *line, char c)
{
	if (c == '-') {
		line->start = line->number;
		line->number = 0;
	} else {
		line->number = line->number << 4 |
			       (uintptr_t)(c >= 'a' ? c - 'a' + 10 : c - '0');
	}
}

static void read_char(struct line *line, char c, char *path, size_t room)
{
	if (c == ' ' && (line->field < PATH || !line->length))
		line->field += line->field < PATH;
	else if (line->field == RANGE)
		read_range(line, c);
	else if (line->field == PATH && line->length < room)
		path[line->length++] = c;
}

/* Not what is written otherwise than it is, or does not fit. */
static bool end_path(const struct line *line, char *path, size_t room)
{
	if (!line->length || line->length == room || path[0] != '/' ||
	    memchr(path, '\\', line->length))
		return false;
	path[posix_path_without_end(path, line->length)] = '\0';
	return true;
}

static bool look(long fd, uintptr_t address, char *path, size_t room)
{
	struct line line = { .field = RANGE };
	char text[1024];
	long bytes, i;

	while ((bytes = posix_raw(SYS_read, fd, text, sizeof(text))) > 0) {
		for (i = 0; i < bytes; i++) {
			if (text[i] != '\n') {
				read_char(&line, text[i], path, room);
				continue;
			}
			if (line.start <= address && address < line.number)
				return end_path(&line, path, room);
			line = (struct line){ .field = RANGE };
		}
	}
	return false;
}

bool posix_mapped_path(uintptr_t address, char *path, size_t room)
{
	long fd = posix_raw(SYS_openat, AT_FDCWD, "/proc/self/maps",
			    O_RDONLY | O_CLOEXEC);
	bool found;

	if (fd < 0)
		return false;
	found = look(fd, address, path, room);
	posix_raw(SYS_close, fd);
	return found;
}

size_t posix_path_without_end(const char *path, size_t length)
{
	static const char gone[] = " (deleted)";
	const size_t end = sizeof(gone) - 1;

	if (length > end && !memcmp(path + length - end, gone, end))
		return length - end;
	return length;
}
