// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A folder that a browser opens from the disk: one page, and a script per
 * source file that is fetched when somebody looks at it, so that millions of
 * places stay usable.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/base/progress.h"
#include "tool/report/assets.h"
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

static void add_total(struct json *json, const struct coverage *coverage)
{
	json_open(json, NULL, '{');
	json_number(json, "places", coverage->all_points.all);
	json_number(json, "reached", coverage->all_points.reached);
	json_number(json, "runs", coverage->runs);
	json_close(json, '}');
}

static void add_files(struct json *json, const struct coverage *coverage)
{
	size_t i;

	json_open(json, NULL, '[');
	for (i = 0; i < coverage->files.count; i++) {
		const struct coverage_file *file = &coverage->files.at[i];

		json_open(json, NULL, '[');
		json_string(json, NULL, file->path);
		json_number(json, NULL, file->points.all);
		json_number(json, NULL, file->points.reached);
		json_number(json, NULL, file->lines.all);
		json_number(json, NULL, file->lines.reached);
		json_close(json, ']');
	}
	json_close(json, ']');
}

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
		json_number(json, NULL, function->points.all);
		json_number(json, NULL, function->points.reached);
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
	text_add(&out, ");\nKCOV.functions = ");
	json.comma = false;
	add_functions(&json, report->coverage);
	text_add(&out, ";\n");
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

static void add_source(struct json *json, const struct source *source)
{
	size_t i;

	json_open(json, "source", '[');
	for (i = 0; i < source->count; i++)
		json_string(json, NULL, source->lines[i]);
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
	if (source_read(&source, report->source, file->path, file->full)) {
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
