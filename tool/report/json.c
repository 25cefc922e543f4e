// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A report as one JSON object a line: a header, files, functions. Called by the
 * subcommand for --json. Each object says its type.
 */
#include "tool/base/json.h"
#include "tool/report/report.h"

static void add_tally(struct json *json, const char *key,
		      const struct tally *tally)
{
	json_open(json, key, '{');
	json_number(json, "all", tally->all);
	json_number(json, "reached", tally->reached);
	if (tally->open)
		json_bool(json, "open", true);
	json_close(json, '}');
}

static void end_object(struct json *json)
{
	json_close(json, '}');
	text_add(json->out, "\n");
	json->comma = false;
}

static void add_file(struct json *json, const struct report *report,
		     const struct coverage_file *file)
{
	static const char *const words[] = { "none", "missed", "sometimes",
					     "partly", "covered" };
	size_t next = file->first;
	struct line_coverage line;

	json_open(json, NULL, '{');
	json_string(json, "type", "file");
	json_string(json, "path", file->path);
	add_tally(json, "places", &file->points);
	add_tally(json, "lines", &file->lines);
	json_open(json, "marks", '[');
	while (coverage_next_line(report->coverage, file, &next, &line)) {
		json_open(json, NULL, '{');
		json_number(json, "line", line.line);
		json_string(json, "mark", words[mark_of(report, &line)]);
		json_number(json, "count", line.count);
		if (line.points.reached)
			json_number(json, "first", line.first);
		json_close(json, '}');
	}
	json_close(json, ']');
	end_object(json);
}

static void add_function(struct json *json, const struct coverage *coverage,
			 const struct coverage_function *function)
{
	json_open(json, NULL, '{');
	json_string(json, "type", "function");
	json_string(json, "name", function->name);
	json_string(json, "path", coverage->files.at[function->file].path);
	json_number(json, "line", function->line);
	json_number(json, "count", function->count);
	add_tally(json, "places", &function->points);
	end_object(json);
}

void report_json(const struct report *report, struct text *out)
{
	const struct coverage *coverage = report->coverage;
	struct json json = { out, false };
	size_t i;

	json_open(&json, NULL, '{');
	json_string(&json, "type", "header");
	json_number(&json, "schema", 1);
	json_string(&json, "command", "report");
	json_number(&json, "runs", coverage->runs);
	json_number(&json, "lost", coverage->lost);
	json_number(&json, "unknown", coverage->unknown);
	add_tally(&json, "places", &coverage->all_points);
	add_tally(&json, "lines", &coverage->all_lines);
	json_number(&json, "sometimes", coverage->all_points.partly);
	end_object(&json);
	for (i = 0; i < coverage->files.count; i++)
		if (coverage->files.at[i].count)
			add_file(&json, report, &coverage->files.at[i]);
	for (i = 0; i < coverage->functions.count; i++)
		if (coverage->functions.at[i].points.all)
			add_function(&json, coverage,
				     &coverage->functions.at[i]);
}
