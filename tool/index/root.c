// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The folder of the sources, which gives way in what people read: where nearly
 * all rows of the line table are from. It is not always where the compiler was
 * started, as kernels are built in a folder beside their sources.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/index/builder.h"

struct file_rows {
	const char *path;
	size_t rows;
};

typedef ARRAY_OF(struct file_rows) file_array;

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file_rows *)a)->path,
		      ((const struct file_rows *)b)->path);
}

/* Every file with its number of rows, sorted by path. */
static file_array count_rows(const struct builder *builder)
{
	uint32_t *rows =
		must_alloc(NULL, builder->strings.text.length, sizeof(*rows));
	file_array files = { 0 };
	size_t i;

	memset(rows, 0, builder->strings.text.length * sizeof(*rows));
	for (i = 0; i < builder->rows.count; i++)
		if (builder->rows.at[i].file != NONE)
			rows[builder->rows.at[i].file]++;
	for (i = 0; i < builder->strings.text.length; i++)
		if (rows[i])
			array_push(&files, (struct file_rows){
						   builder->strings.text.at + i,
						   rows[i] });
	free(rows);
	if (files.count)
		qsort(files.at, files.count, sizeof(*files.at), by_path);
	return files;
}

struct folder {
	const char *path;
	size_t length; /* with the last slash */
};

static bool is_in(const char *path, struct folder folder)
{
	return !strncmp(path, folder.path, folder.length);
}

static size_t rows_in(const file_array *files, struct folder folder)
{
	size_t i, rows = 0;

	for (i = 0; i < files->count; i++)
		if (is_in(files->at[i].path, folder))
			rows += files->at[i].rows;
	return rows;
}

/* The folder one level deeper that the path is in, if it is in one. */
static struct folder deeper(const char *path, struct folder folder)
{
	const char *slash =
		is_in(path, folder) ? strchr(path + folder.length, '/') : NULL;

	if (!slash)
		return folder;
	return (struct folder){ path, (size_t)(slash + 1 - path) };
}

void builder_find_root(struct builder *builder)
{
	file_array files = count_rows(builder);
	struct folder root = { "", 0 };
	size_t all = rows_in(&files, root);
	struct text path = { 0 };
	size_t i;

	/* The files are sorted: one pass finds each level below the last. */
	for (i = 0; i < files.count; i++) {
		struct folder next = deeper(files.at[i].path, root);

		while (next.length > root.length &&
		       rows_in(&files, next) * 10 >= all * 9) {
			root = next;
			next = deeper(files.at[i].path, root);
		}
	}
	text_add_bytes(&path, root.path, root.length);
	builder->root = strings_number(&builder->strings, path.at);
	text_free(&path);
	free(files.at);
}
