// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl export: recordings in the formats of other tools. */
#include <stdlib.h>
#include <string.h>

#include "tool/base/nearest.h"
#include "tool/base/output.h"
#include "tool/command/commands.h"
#include "tool/export/export.h"

enum { OPTION_FORMAT = 'f', OPTION_IMAGE = LONG_ONLY };

static const struct option_row options[] = {
	{ 'i', "input", "FILE", "a recording, as the operands" },
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_FORMAT, "format", "FORMAT",
	  "rawcover, lcov, drcov, symcov, sancov, cobertura, folded or "
	  "trace-event" },
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	ROW_TASK,
	{ 0 },
};

static const struct format {
	const char *name;
	bool (*set)(const struct coverage *coverage, struct text *out);
	bool (*ordered)(struct symbols *symbols, struct text *out);
} formats[] = {
	{ "rawcover", export_rawcover, NULL },
	{ "lcov", export_lcov, NULL },
	{ "drcov", export_drcov, NULL },
	{ "symcov", export_symcov, NULL },
	{ "sancov", export_sancov, NULL },
	{ "cobertura", export_cobertura, NULL },
	{ "folded", NULL, export_folded },
	{ "trace-event", NULL, export_trace_event },
	{ 0 },
};

typedef ARRAY_OF(const char *) name_array;

static bool export_set(const struct format *format, const name_array *inputs,
		       const struct search *search, struct text *out)
{
	struct coverage coverage;
	struct recording recording;
	bool good = true;
	size_t i;

	coverage_begin(&coverage, search);
	for (i = 0; i < inputs->count && good; i++) {
		good = recording_read(&recording, inputs->at[i]);
		if (!good)
			break;
		coverage_add_run(&coverage, &recording);
		recording_free(&recording);
	}
	if (good) {
		coverage_finish(&coverage);
		good = format->set(&coverage, out);
	}
	if (good && coverage.lost)
		warn("records were lost: the result may lack some code that "
		     "ran");
	coverage_free(&coverage);
	return good;
}

static bool export_ordered(const struct format *format,
			   const name_array *inputs,
			   const struct search *search, struct text *out)
{
	struct recording recording;
	struct symbols symbols;
	bool good;

	if (inputs->count != 1) {
		error("%s keeps the order of one recording: name one",
		      format->name);
		return false;
	}
	if (!recording_read(&recording, inputs->at[0]))
		return false;
	symbols_open(&symbols, &recording, search);
	good = format->ordered(&symbols, out);
	if (good && recording_lost(&recording))
		warn("%s lost records: some of what ran is missing",
		     inputs->at[0]);
	symbols_close(&symbols);
	recording_free(&recording);
	return good;
}

static const struct format *find_format(const struct command *self,
					const char *name)
{
	const struct format *format = formats;

	struct nearest nearest = { .typed = name };

	for (; format->name && strcmp(format->name, name); format++)
		nearest_offer(&nearest, format->name);
	if (!format->name && nearest.name)
		usage_error(self, "no format \"%s\" (did you mean %s?)", name,
			    nearest.name);
	if (!format->name)
		usage_error(self, "no format \"%s\"", name);
	return format;
}

static int run(const struct command *self, int argc, char **argv)
{
	const struct format *format = NULL;
	name_array inputs = { 0 }, images = { 0 };
	const char *output = NULL;
	struct text out = { 0 };
	struct search search;
	char *value;
	int option, i;
	bool good;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == 'i')
			array_push(&inputs, value);
		else if (option == 'o')
			output = value;
		else if (option == OPTION_IMAGE)
			array_push(&images, value);
		else if (option == OPTION_TASK)
			recording_choose_tasks(value);
		else
			format = find_format(self, value);
	}
	for (i = operands_start(); i < argc; i++)
		array_push(&inputs, argv[i]);
	if (!format)
		usage_error(self, "no --format");
	if (!inputs.count)
		usage_error(self, "no recording");
	search = (struct search){ images.at, images.count };
	good = (format->set ? export_set : export_ordered)(format, &inputs,
							   &search, &out) &&
	       output_file(output, out.at ? out.at : "", out.length);
	text_free(&out);
	free(inputs.at);
	free(images.at);
	return good ? STATUS_OK : STATUS_FAILED;
}

const struct command export_command = {
	.name = "export",
	.operands = "RECORDING...",
	.summary = "Write recordings in the formats of other tools.",
	.options = options,
	.run = run,
};
