// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl diff: where two runs part, and what only one of them executed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/colour.h"
#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/command/commands.h"
#include "tool/coverage/symbols.h"
#include "tool/recording/set.h"

enum { OPTION_JSON = LONG_ONLY, OPTION_IMAGE, OPTION_EXIT, OPTION_UNORDERED };

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_EXIT, "exit-code", NULL, "exit with 1 if they differ" },
	{ OPTION_UNORDERED, "unordered", NULL,
	  "compare what ran, not the order" },
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	{ 0 },
};

/* Both sides in addresses that mean the same. */
struct comparing {
	struct universe universe;
	struct recording sides[2];
	pc_set sets[2];
	ARRAY_OF(uint64_t) traces[2];
	struct symbols symbols;
	struct text out;
	bool json;
};

static const char *const side_names[] = { "first", "second" };

static bool load(struct comparing *comparing, int side, const char *path)
{
	struct recording *recording = &comparing->sides[side];
	size_t task, i;

	if (!recording_read(recording, path))
		return false;
	set_of_recording(&comparing->universe, recording,
			 &comparing->sets[side]);
	for (task = 0; task < recording->tasks.count; task++) {
		const struct task *at = &recording->tasks.at[task];

		for (i = 0; i < at->pcs.count; i++)
			array_push(&comparing->traces[side],
				   universe_address(&comparing->universe,
						    recording, at->pcs.at[i]));
	}
	if (recording_lost(recording))
		warn("%s lost records: some of what it did is missing", path);
	return true;
}

static void add_place(struct comparing *comparing, const char *what,
		      uint64_t pc, size_t record)
{
	const struct image_entry *image;
	struct place chain[32];
	struct json json = { &comparing->out, false };
	size_t i, steps = symbols_chain(&comparing->symbols, pc, chain, 32,
					&image);

	if (comparing->json) {
		json_open(&json, NULL, '{');
		json_string(&json, "type", what);
		json_number(&json, "record", record);
		json_address(&json, "pc", pc);
		json_string(&json, "function", chain[0].function);
		if (chain[0].file) {
			json_string(&json, "file", chain[0].file);
			json_number(&json, "line", chain[0].line);
		}
		json_close(&json, '}');
		text_add(&comparing->out, "\n");
		return;
	}
	text_printf(&comparing->out, "  %-7s", what);
	for (i = 0; i < steps; i++)
		text_printf(&comparing->out, "%s%s", i ? " < " : " ",
			    chain[i].function);
	if (chain[0].file)
		text_printf(&comparing->out, " %s:%" PRIu32, chain[0].file,
			    chain[0].line);
	text_add(&comparing->out, "\n");
}

/* How many records both begin with. */
static size_t common_records(const struct comparing *comparing)
{
	size_t i, a = comparing->traces[0].count;
	size_t b = comparing->traces[1].count;

	for (i = 0; i < a && i < b; i++)
		if (comparing->traces[0].at[i] != comparing->traces[1].at[i])
			break;
	return i;
}

/* False if they do not part. */
static bool add_divergence(struct comparing *comparing)
{
	size_t at = common_records(comparing);
	int side;

	if (at == comparing->traces[0].count &&
	    at == comparing->traces[1].count)
		return false;
	if (!comparing->json)
		text_printf(&comparing->out, "after %zu equal records:\n", at);
	if (at)
		add_place(comparing, "both", comparing->traces[0].at[at - 1],
			  at - 1);
	for (side = 0; side < 2; side++) {
		if (at < comparing->traces[side].count)
			add_place(comparing, side_names[side],
				  comparing->traces[side].at[at], at);
		else if (!comparing->json)
			text_printf(&comparing->out, "  %-7s ends here\n",
				    side_names[side]);
	}
	return true;
}

struct line {
	char *text; /* "FUNCTION FILE:LINE" */
	uint64_t pc;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->text,
		      ((const struct line *)b)->text);
}

typedef ARRAY_OF(struct line) line_array;

/* The lines of a set of places, sorted, with repetitions. */
static line_array lines_of(struct comparing *comparing, const pc_set *set)
{
	line_array lines = { 0 };
	size_t i;

	for (i = 0; i < set->count; i++) {
		const struct image_entry *image;
		struct text text = { 0 };
		struct place place;

		symbols_chain(&comparing->symbols, set->at[i], &place, 1,
			      &image);
		text_add(&text, place.function);
		if (place.file)
			text_printf(&text, " %s:%" PRIu32, place.file,
				    place.line);
		array_push(&lines, (struct line){ text.at, set->at[i] });
	}
	if (lines.count)
		qsort(lines.at, lines.count, sizeof(*lines.at), by_text);
	return lines;
}

static size_t add_only(struct comparing *comparing, int side)
{
	static const char *const json_types[] = { "only-first", "only-second" };
	pc_set only = { 0 };
	line_array lines;
	size_t i, count;

	set_combine(&comparing->sets[side], '-', &comparing->sets[!side],
		    &only);
	count = only.count;
	lines = lines_of(comparing, &only);
	if (count && !comparing->json)
		text_printf(&comparing->out, "%sonly the %s:%s\n",
			    colour(side ? GOOD : BAD), side_names[side],
			    colour(PLAIN));
	for (i = 0; i < lines.count; i++) {
		if (comparing->json)
			add_place(comparing, json_types[side], lines.at[i].pc,
				  0);
		else if (!i || strcmp(lines.at[i].text, lines.at[i - 1].text))
			text_printf(&comparing->out, "  %s\n",
				    lines.at[i].text);
	}
	for (i = 0; i < lines.count; i++)
		free(lines.at[i].text);
	free(lines.at);
	free(only.at);
	return count;
}

static void comparing_free(struct comparing *comparing)
{
	int side;

	for (side = 0; side < 2; side++) {
		recording_free(&comparing->sides[side]);
		free(comparing->sets[side].at);
		free(comparing->traces[side].at);
	}
	recording_free(&comparing->universe.images);
	text_free(&comparing->out);
}

struct request {
	const char *output;
	bool exit_code;
	bool unordered;
};

static int compare(struct comparing *comparing, const struct request *request,
		   const struct search *search)
{
	bool differ = false, written = true;

	symbols_open(&comparing->symbols, &comparing->universe.images, search);
	if (comparing->json)
		text_add(&comparing->out, "{\"type\":\"header\",\"schema\":1,"
					  "\"command\":\"diff\"}\n");
	if (!request->unordered)
		differ = add_divergence(comparing);
	differ |= add_only(comparing, 0) > 0;
	differ |= add_only(comparing, 1) > 0;
	symbols_close(&comparing->symbols);
	if (comparing->out.length)
		written = output_file(request->output, comparing->out.at,
				      comparing->out.length);
	if (!written)
		return STATUS_FAILED;
	return differ && request->exit_code ? STATUS_FAILED : STATUS_OK;
}

static int run(const struct command *self, int argc, char **argv)
{
	ARRAY_OF(const char *) images = { 0 };
	struct comparing comparing = { 0 };
	struct request request = { 0 };
	int option, first, status = STATUS_USAGE;
	struct search search;
	char *value;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == 'o')
			request.output = value;
		else if (option == OPTION_IMAGE)
			array_push(&images, value);
		comparing.json |= option == OPTION_JSON;
		request.exit_code |= option == OPTION_EXIT;
		request.unordered |= option == OPTION_UNORDERED;
	}
	first = operands_start();
	if (argc - first != 2)
		usage_error(self, "name two recordings");
	search = (struct search){ images.at, images.count };
	/* With --exit-code 1 is an answer, as for diff(1). */
	if (load(&comparing, 0, argv[first]) &&
	    load(&comparing, 1, argv[first + 1]))
		status = compare(&comparing, &request, &search);
	else if (!request.exit_code)
		status = STATUS_FAILED;
	comparing_free(&comparing);
	free(images.at);
	return status;
}

const struct command diff_command = {
	.name = "diff",
	.operands = "RECORDING RECORDING",
	.summary = "Show where two runs part, and what only one executed.",
	.options = options,
	.run = run,
};
