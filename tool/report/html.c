// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A folder that a browser opens from the disk: one page, and a script per
 * source file that is fetched when somebody looks at it, so that millions of
 * places stay usable.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/base/progress.h"
#include "tool/report/assets.h"
#include "tool/report/blocks.h"
#include "tool/report/report.h"

static const char *const marks[] = { "", "missed", "sometimes", "partly",
				     "covered" };

static bool make_folder(const char *path)
{
	if (!mkdir(path, 0777) || errno == EEXIST)
		return true;
	error("cannot make %s: %s", path, strerror(errno));
	return false;
}

/* FOLDER/NAME, with these bytes. */
static bool write_page(const char *folder, const char *name, const char *bytes,
		       size_t count)
{
	struct text path = { 0 };
	bool good;

	text_printf(&path, "%s/%s", folder, name);
	good = output_file(path.at, bytes, count);
	text_free(&path);
	return good;
}

/* One argument as a shell would have it, where that matters. */
static void add_argument(struct text *command, const char *value)
{
	bool plain = *value && !strpbrk(value, " \t\n\"'\\$`*?[](){}<>|&;#~");

	text_printf(command, "%s%s", command->length ? " " : "",
		    plain ? "" : "'");
	for (; *value; value++)
		if (*value == '\'')
			text_add(command, "'\\''");
		else
			text_add_bytes(command, value, 1);
	text_add(command, plain ? "" : "'");
}

static void add_fact(struct json *json, const struct recording *recording,
		     const char *key)
{
	const char *value = recording_fact(recording, key);

	if (value)
		json_string(json, key, value);
}

static void add_system(struct json *json, const struct recording *recording)
{
	static const char *const keys[] = { "system", "release", "machine" };
	struct text words = { 0 };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *value = recording_fact(recording, keys[i]);

		if (value)
			text_printf(&words, "%s%s", words.length ? " " : "",
				    value);
	}
	if (words.length)
		json_string(json, "system", words.at);
	text_free(&words);
}

/* `end` is where its records end, as `first` of a line counts them. */
void report_add_run(struct report *report, const char *path,
		    const struct recording *recording)
{
	struct json json = { &report->runs, report->runs.length > 0 };
	struct text command = { 0 };
	size_t i;

	json_open(&json, NULL, '{');
	json_string(&json, "name", path);
	json_number(&json, "end", report->coverage->records);
	json_number(&json, "lost", recording_lost(recording));
	for (i = 0; i < recording->facts.count; i++)
		if (!strcmp(recording->facts.at[i].key, "argument"))
			add_argument(&command, recording->facts.at[i].value);
	if (command.length)
		json_string(&json, "command", command.at);
	text_free(&command);
	add_fact(&json, recording, "time");
	add_fact(&json, recording, "host");
	add_system(&json, recording);
	json_close(&json, '}');
}

static void add_total(struct json *json, const struct coverage *coverage)
{
	json_open(json, NULL, '{');
	json_number(json, "places", coverage->all_points.all);
	json_number(json, "reached", coverage->all_points.reached);
	json_number(json, "lines", coverage->all_lines.all);
	json_number(json, "linesReached", coverage->all_lines.reached);
	json_bool(json, "open", coverage->all_points.open);
	json_number(json, "records", coverage->records);
	json_number(json, "unknown", coverage->unknown);
	json_number(json, "lost", coverage->lost);
	json_close(json, '}');
}

/* all, reached */
static void add_tally(struct json *json, const struct tally *tally)
{
	json_number(json, NULL, tally->all);
	json_number(json, NULL, tally->reached);
}

/* [path, places, reached, lines, reached, 1 if there are more] */
static void add_files(struct json *json, const struct coverage *coverage)
{
	size_t i;

	json_open(json, NULL, '[');
	for (i = 0; i < coverage->files.count; i++) {
		const struct coverage_file *file = &coverage->files.at[i];

		json_open(json, NULL, '[');
		json_string(json, NULL, file->path);
		add_tally(json, &file->points);
		add_tally(json, &file->lines);
		json_number(json, NULL, file->points.open || file->lines.open);
		json_close(json, ']');
	}
	json_close(json, ']');
}

/* [name, file, line, places, reached, 1 if there are more] */
static void add_functions(struct json *json, const struct coverage *coverage)
{
	size_t i;

	json_open(json, NULL, '[');
	for (i = 0; i < coverage->functions.count; i++) {
		const struct coverage_function *function =
			&coverage->functions.at[i];

		if (!function->points.all)
			continue;
		json_open(json, NULL, '[');
		json_string(json, NULL, function->name);
		json_number(json, NULL, function->file);
		json_number(json, NULL, function->line);
		add_tally(json, &function->points);
		json_number(json, NULL, function->points.open);
		json_close(json, ']');
	}
	json_close(json, ']');
}

/* [path, build id] of those that have a place in the report */
static void add_images(struct json *json, const struct coverage *coverage)
{
	size_t i;

	json_open(json, NULL, '[');
	for (i = 0; i < coverage->images.count; i++) {
		const struct coverage_image *image = &coverage->images.at[i];

		if (!image->points)
			continue;
		json_open(json, NULL, '[');
		json_string(json, NULL, image->path);
		json_string(json, NULL, image->build_id);
		json_close(json, ']');
	}
	json_close(json, ']');
}

static bool write_index(const struct report *report, const char *folder)
{
	struct text out = { 0 };
	struct json json = { &out, false };
	bool good;

	text_add(&out, "KCOV.begin(");
	add_total(&json, report->coverage);
	add_files(&json, report->coverage);
	add_functions(&json, report->coverage);
	json_open(&json, NULL, '[');
	text_add_bytes(&out, report->runs.at, report->runs.length);
	json_close(&json, ']');
	add_images(&json, report->coverage);
	text_add(&out, ");\n");
	good = write_page(folder, "index.html", asset_html,
			  strlen(asset_html)) &&
	       write_page(folder, "report.css", asset_css, strlen(asset_css)) &&
	       write_page(folder, "report.js", asset_js, strlen(asset_js)) &&
	       write_page(folder, "files.js", out.at, out.length);
	text_free(&out);
	return good;
}

/* [line, mark, places, reached, records before or -1, count] */
static void add_lines(struct json *json, const struct report *report,
		      const struct coverage_file *file)
{
	size_t next = file->first;
	struct line_coverage line;

	json_open(json, "lines", '[');
	while (coverage_next_line(report->coverage, file, &next, &line)) {
		json_open(json, NULL, '[');
		json_number(json, NULL, line.line);
		json_string(json, NULL, marks[mark_of(report, &line)]);
		json_number(json, NULL, line.points.all);
		json_number(json, NULL, line.points.reached);
		if (line.points.reached)
			json_number(json, NULL, line.first);
		else
			text_add(json->out, ",-1");
		json_number(json, NULL, line.count);
		json_close(json, ']');
	}
	json_close(json, ']');
}

/* [line, 1 if it ran] of lines in blocks, whether they have places or not */
static void add_blocks(struct json *json, const struct report *report,
		       const struct coverage_file *file)
{
	block_lines lines = { 0 };
	size_t i;

	block_lines_of_file(&lines, report->coverage, file);
	json_open(json, "blocks", '[');
	for (i = 0; i < lines.count; i++) {
		json_open(json, NULL, '[');
		json_number(json, NULL, lines.at[i].line);
		json_number(json, NULL, lines.at[i].reached);
		json_close(json, ']');
	}
	json_close(json, ']');
	free(lines.at);
}

static void add_source(struct json *json, const struct source *source)
{
	size_t i;

	json_open(json, "source", '[');
	for (i = 0; i < source->count; i++)
		json_bytes(json, NULL, source->lines[i].at,
			   source->lines[i].count);
	json_close(json, ']');
}

/* True too if the source is not there: *missing counts those. */
static bool write_file(const struct report *report, const char *folder,
		       size_t number, size_t *missing)
{
	const struct coverage_file *file = &report->coverage->files.at[number];
	struct text out = { 0 };
	struct json json = { &out, false };
	struct source source;
	char name[32];
	bool good;

	text_printf(&out, "KCOV.file(%zu,", number);
	json_open(&json, NULL, '{');
	add_lines(&json, report, file);
	if (source_of_file(&source, report, file)) {
		add_blocks(&json, report, file);
		add_source(&json, &source);
		source_free(&source);
	} else {
		++*missing;
	}
	json_close(&json, '}');
	text_add(&out, ");\n");
	snprintf(name, sizeof(name), "src/%zu.js", number);
	good = write_page(folder, name, out.at, out.length);
	text_free(&out);
	return good;
}

bool report_html(const struct report *report, const char *folder)
{
	const struct coverage *coverage = report->coverage;
	struct text sources = { 0 };
	size_t i, missing = 0;
	struct progress progress;
	bool good;

	text_printf(&sources, "%s/src", folder);
	good = make_folder(folder) && make_folder(sources.at) &&
	       write_index(report, folder);
	text_free(&sources);
	progress_begin(&progress, "pages", coverage->files.count);
	for (i = 0; i < coverage->files.count && good; i++) {
		if (coverage->files.at[i].count)
			good = write_file(report, folder, i, &missing);
		progress_step(&progress, i + 1);
	}
	progress_end(&progress);
	if (good && missing)
		warn("the sources of %zu of %zu files were not found: name "
		     "their folder with --source",
		     missing, coverage->files.count);
	return good;
}
