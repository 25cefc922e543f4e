// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Finds and reads sources, for annotated text, for pages and for kcovctl cat
 * and why. What is found may be anything: it is bytes with ends of lines.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool/report/report.h"

/* A folder is none, and whoever names a pipe would wait for ever. */
static bool read_file(const char *path, struct text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char buffer[1 << 14];
	struct stat st;
	ssize_t bytes;
	bool regular;

	if (fd < 0)
		return false;
	regular = !fstat(fd, &st) && S_ISREG(st.st_mode);
	while (regular && (bytes = read(fd, buffer, sizeof(buffer))) > 0)
		text_add_bytes(text, buffer, (size_t)bytes);
	close(fd);
	return regular;
}

static bool read_below(const char *folder, const char *path, struct text *text)
{
	struct text place = { 0 };
	bool good;

	text_printf(&place, "%s/%s", folder, path);
	good = read_file(place.at, text);
	text_free(&place);
	return good;
}

static bool is_below(const char *folder, const char *path)
{
	struct text place = { 0 };
	bool good;

	text_printf(&place, "%s/%s", folder, path);
	good = !access(place.at, R_OK);
	text_free(&place);
	return good;
}

/* By its path, then by the ends of its full one, the longest first. */
static bool read_in_folder(const char *folder, const char *path,
			   const char *full,
			   bool (*is_unique)(const char *end, const void *data),
			   const void *data, struct text *text)
{
	const char *end = full;

	if (path && read_below(folder, path, text))
		return true;
	for (; is_unique && end; end = strchr(end, '/')) {
		end += *end == '/';
		/* What is not there need not be compared with others. */
		if (*end && *end != '/' && is_below(folder, end) &&
		    is_unique(end, data))
			return read_below(folder, end, text);
	}
	return false;
}

/* "OLD=NEW", unless a folder is called so. */
static const char *is_mapping(const char *place)
{
	struct stat st;

	return stat(place, &st) ? strchr(place, '=') : NULL;
}

static bool read_mapped(const char *old, const char *equals, const char *full,
			struct text *text)
{
	size_t length = (size_t)(equals - old);

	while (length && old[length - 1] == '/')
		length--;
	if (strncmp(full, old, length) || (full[length] != '/' && length))
		return false;
	return read_below(equals + 1, full + length + (full[length] == '/'),
			  text);
}

static void split_lines(const struct text *text, struct source *source)
{
	ARRAY_OF(struct source_line) lines = { 0 };
	const char *at = text->at, *end = text->at + text->length;

	while (at < end) {
		const char *start = at;

		while (at < end && *at != '\n' && *at != '\r')
			at++;
		array_push(&lines,
			   (struct source_line){ start, (size_t)(at - start) });
		at += end - at > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 1;
	}
	*source = (struct source){ text->at, lines.at, lines.count };
}

bool source_read(struct source *source, const struct sources *sources,
		 const char *path, const char *full,
		 bool (*is_unique)(const char *end, const void *data),
		 const void *data)
{
	struct text text = { 0 };
	bool found = false;
	size_t i;

	memset(source, 0, sizeof(*source));
	for (i = 0; i < sources->places.count && !found; i++) {
		const char *place = sources->places.at[i];
		const char *equals = is_mapping(place);

		found = equals ? read_mapped(place, equals, full, &text) :
				 read_in_folder(place, path, full, is_unique,
						data, &text);
	}
	if (!found && !read_file(full, &text))
		return false;
	if (text.at)
		split_lines(&text, source);
	return true;
}

struct others {
	const struct coverage *coverage;
	const struct coverage_file *file;
};

/* Whether no other file of the report has a path that ends so. */
static bool ends_one_path(const char *end, const void *data)
{
	const struct others *others = data;
	size_t i, length = strlen(end);

	for (i = 0; i < others->coverage->files.count; i++) {
		const struct coverage_file *file =
			&others->coverage->files.at[i];
		size_t whole = strlen(file->full);

		if (file != others->file && whole >= length &&
		    !strcmp(file->full + whole - length, end) &&
		    (whole == length ||
		     strchr("/:", file->full[whole - length - 1])))
			return false;
	}
	return true;
}

bool source_of_file(struct source *source, const struct report *report,
		    const struct coverage_file *file)
{
	struct others others = { report->coverage, file };

	/* Several files have that path: nobody knows whose it is. */
	if (file->is_labelled) {
		memset(source, 0, sizeof(*source));
		return false;
	}
	return source_read(source, &report->sources, file->path, file->full,
			   ends_one_path, &others);
}

void source_free(struct source *source)
{
	free(source->bytes);
	free(source->lines);
}

enum mark mark_of(const struct report *report, const struct line_coverage *line)
{
	if (!line->points.reached)
		return MARK_MISSED;
	if (report->stable && line->runs < report->stable)
		return MARK_SOMETIMES;
	return line->points.reached < line->points.all ? MARK_PARTLY :
							 MARK_COVERED;
}
