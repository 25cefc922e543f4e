// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl report: what ran of what could have run. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "tool/base/output.h"
#include "tool/command/commands.h"
#include "tool/export/export.h"
#include "tool/report/report.h"

enum {
	OPTION_TEXT = LONG_ONLY,
	OPTION_JSON,
	OPTION_LCOV,
	OPTION_HTML,
	OPTION_SOURCE,
	OPTION_UNDER,
	OPTION_STABLE,
	OPTION_FUNCTIONS,
	OPTION_ANNOTATE,
	OPTION_IMAGE
};

static const struct option_row options[] = {
	{ 'i', "input", "FILE", "a recording, as the operands" },
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_TEXT, "text", NULL, "a table of files (the default)" },
	{ OPTION_FUNCTIONS, "functions", NULL, "a table of functions too" },
	{ OPTION_ANNOTATE, "annotate", NULL, "the marked source too" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line instead" },
	{ OPTION_LCOV, "lcov", "FILE", "write a tracefile of lcov" },
	{ OPTION_HTML, "html", "DIR", "write pages for a browser into DIR" },
	{ OPTION_SOURCE, "source", "DIR",
	  "the sources are in DIR, not where they were compiled" },
	{ OPTION_UNDER, "fail-under", "PERCENT",
	  "exit with 3 if less of the places was reached" },
	{ OPTION_STABLE, "stable", "N",
	  "mark what fewer than N of the recordings reached" },
	{ 'l', "function", "PATTERN", "only these functions" },
	{ 'g', "file", "PATTERN", "only these files" },
	{ 'n', "not", "PATTERN", "not these functions or files" },
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	{ 0 },
};

struct request {
	struct report report;
	struct filter filter;
	ARRAY_OF(const char *) inputs;
	ARRAY_OF(const char *) images;
	const char *output;
	const char *lcov;
	const char *html;
	bool text;
	bool json;
	double least;
};

static double percent_argument(const struct command *self, const char *value)
{
	double percent;
	char *end;

	errno = 0;
	percent = strtod(value, &end);
	if (errno || end == value || *end || !(percent >= 0 && percent <= 100))
		usage_error(self,
			    "--fail-under wants a number from 0 to 100, "
			    "not \"%s\"",
			    value);
	return percent;
}

static void take_output(struct request *request, int option, char *value)
{
	switch (option) {
	case 'o':
		request->output = value;
		break;
	case OPTION_TEXT:
		request->text = true;
		break;
	case OPTION_FUNCTIONS:
		request->text = request->report.functions = true;
		break;
	case OPTION_ANNOTATE:
		request->text = request->report.annotate = true;
		break;
	case OPTION_JSON:
		request->json = true;
		break;
	case OPTION_LCOV:
		request->lcov = value;
		break;
	case OPTION_HTML:
		request->html = value;
		break;
	case OPTION_SOURCE:
		request->report.source = value;
		break;
	}
}

static void take_option(const struct command *self, struct request *request,
			int option, char *value)
{
	switch (option) {
	case 'i':
		array_push(&request->inputs, value);
		break;
	case 'l':
	case 'g':
	case 'n':
		filter_option(&request->filter, option, value);
		break;
	case OPTION_IMAGE:
		array_push(&request->images, value);
		break;
	case OPTION_UNDER:
		request->least = percent_argument(self, value);
		break;
	case OPTION_STABLE:
		request->report.stable = (uint32_t)number_argument(
			self, "--stable", value, 2, 0x7fff);
		break;
	default:
		take_output(request, option, value);
	}
}

static bool load(struct request *request, struct coverage *coverage)
{
	struct recording recording;
	size_t i;

	for (i = 0; i < request->inputs.count; i++) {
		if (!recording_read(&recording, request->inputs.at[i]))
			return false;
		coverage_add_run(coverage, &recording);
		recording_free(&recording);
	}
	coverage_finish(coverage);
	if (coverage->lost)
		warn("records were lost: some of what ran is missing");
	if (coverage->unknown)
		warn("%" PRIu64 " of %" PRIu64 " records are of code that is "
		     "not known: name its images with --image",
		     coverage->unknown, coverage->records);
	if (!coverage->points.count)
		warn("there are no places: nothing is instrumented, or nothing "
		     "is left of -l, -g and -n");
	return true;
}

static bool write_outputs(const struct request *request)
{
	struct text out = { 0 };
	bool good = true;

	if (request->lcov) {
		export_lcov(request->report.coverage, &out);
		good = output_file(request->lcov, out.at, out.length);
		out.length = 0;
	}
	if (good && request->html)
		good = report_html(&request->report, request->html);
	if (good && request->json)
		report_json(&request->report, &out);
	else if (good && (request->text || !(request->lcov || request->html)))
		report_text(&request->report, &out);
	if (good && out.length)
		good = output_file(request->output, out.at, out.length);
	text_free(&out);
	return good;
}

static int report(struct request *request)
{
	struct search search = { request->images.at, request->images.count };
	struct coverage coverage;
	int status = STATUS_FAILED;
	double percent;

	coverage_begin(&coverage, &search);
	coverage.filter = &request->filter;
	request->report.coverage = &coverage;
	if (load(request, &coverage) && write_outputs(request)) {
		percent = tally_percent(&coverage.all_points);
		status = STATUS_OK;
		if (percent < request->least) {
			error("%.2f%% of the places were reached, less than "
			      "%.2f%%: run more, or lower --fail-under",
			      percent, request->least);
			status = STATUS_GATE;
		}
	}
	coverage_free(&coverage);
	return status;
}

static int run(const struct command *self, int argc, char **argv)
{
	struct request request = { 0 };
	int option, i, status;
	char *value;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &request, option, value);
	for (i = operands_start(); i < argc; i++)
		array_push(&request.inputs, argv[i]);
	if (!request.inputs.count)
		usage_error(self, "no recording");
	if (request.report.stable > request.inputs.count)
		usage_error(self, "--stable %u needs as many recordings",
			    request.report.stable);
	status = report(&request);
	free(request.inputs.at);
	free(request.images.at);
	filter_free(&request.filter);
	return status;
}

const struct command report_command = {
	.name = "report",
	.operands = "RECORDING...",
	.summary = "Show what ran of what could have run.",
	.options = options,
	.run = run,
};
