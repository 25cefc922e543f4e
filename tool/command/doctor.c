// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl doctor: whether kcov works here, and if not, what to do. */
#include <stdio.h>
#include <stdlib.h>

#include "tool/base/array.h"
#include "tool/base/colour.h"
#include "tool/base/escape.h"
#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/collect/checks.h"
#include "tool/command/commands.h"

enum { OPTION_JSON = LONG_ONLY, OPTION_HOST, OPTION_IMAGE };

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_HOST, "host", "HOST",
	  "what to look at: auto (both), user or kernel" },
	{ OPTION_IMAGE, "image", "FILE",
	  "the running kernel's vmlinux; may be repeated" },
	{ 0 },
};

struct patient {
	struct text text;
	bool json;
};

static const char *const words[] = {
	[CHECK_RIGHT] = "ok", [CHECK_WRONG] = "wrong", [CHECK_SKIPPED] = "skipped"
};

static void report(const struct finding *finding, void *data)
{
	static const enum colour colours[] = {
		[CHECK_RIGHT] = GOOD, [CHECK_WRONG] = BAD, [CHECK_SKIPPED] = FAINT
	};
	struct patient *patient = data;
	struct json json = { &patient->text, false };

	if (!patient->json) {
		text_printf(&patient->text, "%s%-7s%s  %-11s  ",
			    colour(colours[finding->verdict]),
			    words[finding->verdict], colour(PLAIN),
			    finding->name);
		escape_line(&patient->text, finding->text);
		text_add(&patient->text, "\n");
		return;
	}
	json_open(&json, NULL, '{');
	json_string(&json, "type", "check");
	json_string(&json, "name", finding->name);
	json_string(&json, "result", words[finding->verdict]);
	json_string(&json, "text", finding->text);
	json_close(&json, '}');
	text_add(&patient->text, "\n");
}

static int run(const struct command *self, int argc, char **argv)
{
	ARRAY_OF(const char *) images = { 0 };
	struct checkup checkup = { 0 };
	struct patient patient = { 0 };
	const char *output = NULL;
	enum host host = HOST_AUTO;
	struct search search;
	char *value;
	int option, wrong = 0;
	bool written;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == 'o')
			output = value;
		else if (option == OPTION_IMAGE)
			array_push(&images, value);
		else if (option == OPTION_HOST && !host_parse(value, &host))
			usage_error(self,
				    "--host wants auto, user or kernel, "
				    "not \"%s\"",
				    value);
		patient.json |= option == OPTION_JSON;
	}
	if (operands_start() < argc)
		usage_error(self, "doctor takes no operands");
	if (patient.json)
		text_add(&patient.text, "{\"type\":\"header\",\"schema\":1,"
					"\"command\":\"doctor\"}\n");
	search = (struct search){ images.at, images.count };
	checkup.search = &search;
	if (host != HOST_USER)
		wrong += check_kernel(&checkup, report, &patient);
	if (host != HOST_KERNEL)
		wrong += check_user_space(report, &patient);
	written = output_file(output, patient.text.at, patient.text.length);
	text_free(&patient.text);
	free(images.at);
	if (!written)
		return STATUS_FAILED;
	return wrong ? STATUS_GATE : STATUS_OK;
}

const struct command doctor_command = {
	.name = "doctor",
	.operands = "",
	.summary = "Check whether kcov works here, and say what to do if not.",
	.options = options,
	.run = run,
};
