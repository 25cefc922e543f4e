// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Cobertura's coverage-04: packages are folders, classes are files. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tool/base/escape.h"
#include "tool/export/export.h"

/* "0.9876": of four digits, 1 only if all was reached. */
static void add_rate(struct text *out, const struct tally *lines)
{
	uint32_t share = tally_share(lines, 10000);

	text_printf(out, " line-rate=\"%" PRIu32 ".%04" PRIu32 "\"",
		    share / 10000, share % 10000);
}

static void add_attribute(struct text *out, const char *name, const char *value)
{
	text_printf(out, " %s=\"", name);
	escape_xml(out, value);
	text_add(out, "\"");
}

static void add_class(struct text *out, const struct coverage *coverage,
		      const struct coverage_file *file)
{
	const char *slash = strrchr(file->path, '/');
	size_t next = file->first;
	struct line_coverage line;

	text_add(out, "<class");
	add_attribute(out, "name", slash ? slash + 1 : file->path);
	add_attribute(out, "filename", file->path);
	add_rate(out, &file->lines);
	text_add(out, " branch-rate=\"0\" complexity=\"0\">"
		      "<methods/><lines>\n");
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

static int by_folder(const void *a, const void *b)
{
	const struct coverage_file *x = *(const struct coverage_file *const *)a;
	const struct coverage_file *y = *(const struct coverage_file *const *)b;
	size_t m = folder_length(x->path), n = folder_length(y->path);
	int order = memcmp(x->path, y->path, m < n ? m : n);

	if (!order && m != n)
		order = m < n ? -1 : 1;
	return order ? order : strcmp(x->path, y->path);
}

static bool same_folder(const char *a, const char *b)
{
	size_t length = folder_length(a);

	return length == folder_length(b) && !strncmp(a, b, length);
}

/* One folder; returns how many files are in it. */
static size_t add_package(struct text *out, const struct coverage *coverage,
			  const struct coverage_file **files, size_t count)
{
	size_t length = folder_length(files[0]->path), i, end;
	struct text folder = { 0 };
	struct tally lines = { 0 };

	for (end = 0;
	     end < count && same_folder(files[end]->path, files[0]->path);
	     end++) {
		lines.all += files[end]->lines.all;
		lines.reached += files[end]->lines.reached;
	}
	text_add_bytes(&folder, length ? files[0]->path : ".",
		       length ? length : 1);
	text_add(out, "<package");
	add_attribute(out, "name", folder.at);
	add_rate(out, &lines);
	text_add(out, " branch-rate=\"0\" complexity=\"0\"><classes>\n");
	for (i = 0; i < end; i++)
		add_class(out, coverage, files[i]);
	text_add(out, "</classes></package>\n");
	text_free(&folder);
	return end;
}

/* Each folder is one package, whatever lies between its files by name. */
static void add_packages(struct text *out, const struct coverage *coverage)
{
	size_t i, count = coverage->files.count;
	const struct coverage_file **files =
		must_alloc(NULL, count, sizeof(*files));

	for (i = 0; i < count; i++)
		files[i] = &coverage->files.at[i];
	qsort(files, count, sizeof(*files), by_folder);
	for (i = 0; i < count;)
		i += add_package(out, coverage, files + i, count - i);
	free(files);
}

bool export_cobertura(const struct coverage *coverage, struct text *out)
{
	export_tell_open(coverage, "Cobertura");
	text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<!DOCTYPE coverage SYSTEM \"http://cobertura."
		      "sourceforge.net/xml/coverage-04.dtd\">\n<coverage");
	add_rate(out, &coverage->all_lines);
	text_printf(out,
		    " branch-rate=\"0\" "
		    "lines-covered=\"%" PRIu32 "\" lines-valid=\"%" PRIu32
		    "\" branches-covered=\"0\" branches-valid=\"0\" "
		    "complexity=\"0\" version=\"kcovctl " KCOV_VERSION "\" "
		    "timestamp=\"%lld\">\n<sources><source>.</source></sources>"
		    "\n<packages>\n",
		    coverage->all_lines.reached, coverage->all_lines.all,
		    (long long)time(NULL));
	add_packages(out, coverage);
	text_add(out, "</packages>\n</coverage>\n");
	return true;
}
