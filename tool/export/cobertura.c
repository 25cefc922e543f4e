// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Cobertura's coverage-04: packages are folders, classes are files. */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "tool/export/export.h"

static void add_escaped(struct text *out, const char *value)
{
	for (; *value; value++) {
		if (*value == '&')
			text_add(out, "&amp;");
		else if (*value == '<')
			text_add(out, "&lt;");
		else if (*value == '>')
			text_add(out, "&gt;");
		else if (*value == '"')
			text_add(out, "&quot;");
		else
			text_add_bytes(out, value, 1);
	}
}

static double rate(const struct tally *tally)
{
	return tally->all ? (double)tally->reached / tally->all : 0;
}

static void add_attribute(struct text *out, const char *name, const char *value,
			  size_t length)
{
	struct text part = { 0 };

	text_add_bytes(&part, value, length);
	text_printf(out, " %s=\"", name);
	add_escaped(out, part.at);
	text_add(out, "\"");
	text_free(&part);
}

static void add_class(struct text *out, const struct coverage *coverage,
		      const struct coverage_file *file)
{
	const char *slash = strrchr(file->path, '/');
	const char *name = slash ? slash + 1 : file->path;
	size_t next = file->first;
	struct line_coverage line;

	text_add(out, "<class");
	add_attribute(out, "name", name, strlen(name));
	add_attribute(out, "filename", file->path, strlen(file->path));
	text_printf(out,
		    " line-rate=\"%.4f\" branch-rate=\"0\" complexity=\"0\">"
		    "<methods/><lines>\n",
		    rate(&file->lines));
	while (coverage_next_line(coverage, file, &next, &line))
		text_printf(out,
			    "<line number=\"%" PRIu32 "\" hits=\"%" PRIu64
			    "\" branch=\"false\"/>\n",
			    line.line, line.count);
	text_add(out, "</lines></class>\n");
}

static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

static bool same_folder(const char *a, const char *b)
{
	size_t length = folder_length(a);

	return length == folder_length(b) && !strncmp(a, b, length);
}

/* One folder; returns where the next one begins. */
static size_t add_package(struct text *out, const struct coverage *coverage,
			  size_t first)
{
	const struct coverage_file *files = coverage->files.at;
	const char *path = files[first].path;
	struct tally lines = { 0 };
	size_t i, end;

	for (end = first;
	     end < coverage->files.count && same_folder(files[end].path, path);
	     end++) {
		lines.all += files[end].lines.all;
		lines.reached += files[end].lines.reached;
	}
	text_add(out, "<package");
	add_attribute(out, "name", folder_length(path) ? path : ".",
		      folder_length(path) ? folder_length(path) : 1);
	text_printf(out,
		    " line-rate=\"%.4f\" branch-rate=\"0\" complexity=\"0\">"
		    "<classes>\n",
		    rate(&lines));
	for (i = first; i < end; i++)
		add_class(out, coverage, &files[i]);
	text_add(out, "</classes></package>\n");
	return end;
}

bool export_cobertura(const struct coverage *coverage, struct text *out)
{
	size_t i = 0;

	text_printf(out,
		    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		    "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge."
		    "net/xml/coverage-04.dtd\">\n"
		    "<coverage line-rate=\"%.4f\" branch-rate=\"0\" "
		    "lines-covered=\"%" PRIu32 "\" lines-valid=\"%" PRIu32
		    "\" branches-covered=\"0\" branches-valid=\"0\" "
		    "complexity=\"0\" version=\"kcovctl " KCOV_VERSION "\" "
		    "timestamp=\"%lld\">\n<sources><source>.</source></sources>"
		    "\n<packages>\n",
		    rate(&coverage->all_lines), coverage->all_lines.reached,
		    coverage->all_lines.all, (long long)time(NULL));
	while (i < coverage->files.count)
		i = add_package(out, coverage, i);
	text_add(out, "</packages>\n</coverage>\n");
	return true;
}
