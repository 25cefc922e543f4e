// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl report: what ran of what could have run. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

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
	  "sources are in DIR; OLD=NEW: not below OLD; may be repeated" },
	{ OPTION_UNDER, "fail-under", "PERCENT",
	  "exit with 3 if less of the places was reached" },
	{ OPTION_STABLE, "stable", "N",
	  "mark what fewer than N of the recordings reached" },
	{ 'l', "function", "PATTERN", "only these functions" },
	{ 'g', "file", "PATTERN", "only these files" },
	{ 'n', "not", "PATTERN", "not these functions or files" },
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	ROW_TASK,
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
	const char *least_text; /* the same as it was given */
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
		array_push(&request->report.sources.places, value);
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
		request->least_text = value;
		break;
	case OPTION_STABLE:
		request->report.stable = (uint32_t)number_argument(
			self, "--stable", value, 2, 0x7fff);
		break;
	default:
		take_output(request, option, value);
	}
}

/* The folder of kcovctl fuzz stands for the recording of its corpus. */
static const char *recording_path(const char *input)
{
	static struct text path;
	struct stat st;

	if (stat(input, &st) || !S_ISDIR(st.st_mode))
		return input;
	text_cut(&path, 0);
	text_printf(&path, "%s/corpus.rec", input);
	return path.at;
}

static bool load(struct request *request, struct coverage *coverage)
{
	struct recording recording;
	const char *path;
	size_t i;

	for (i = 0; i < request->inputs.count; i++) {
		path = recording_path(request->inputs.at[i]);
		if (!recording_read(&recording, path))
			return false;
		coverage_add_run(coverage, &recording);
		report_add_run(&request->report, path, &recording);
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
	const struct tally *all = &coverage.all_points;
	uint32_t share;

	coverage_begin(&coverage, &search);
	coverage.filter = &request->filter;
	request->report.coverage = &coverage;
	if (load(request, &coverage) && write_outputs(request)) {
		share = tally_share(all, 10000);
		status = STATUS_OK;
		if (all->open && request->least > 0) {
			error("how much of the places was reached is not "
			      "known: name whole files with --image, or leave "
			      "out --fail-under");
			status = STATUS_GATE;
			/* Not what is shown decides, which is rounded. */
		} else if (100.0 * all->reached < request->least * all->all ||
			   (!all->all && request->least > 0)) {
			error("%" PRIu32 ".%02" PRIu32
			      "%% of the places were reached, less than "
			      "%s%%: run more, or lower --fail-under",
			      share / 100, share % 100, request->least_text);
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
		if (option == OPTION_TASK)
			recording_choose_tasks(value);
		else
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
	free(request.report.sources.places.at);
	text_free(&request.report.runs);
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
