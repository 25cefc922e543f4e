// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl cmp: what a command compares with what. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/fail.h"
#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/base/table.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/command/commands.h"
#include "tool/coverage/place.h"
#include "tool/coverage/symbols.h"

enum { OPTION_JSON = LONG_ONLY, OPTION_DICT, OPTION_IMAGE };

static const struct option_row options[] = {
	{ 'i', "input", "FILE", "a recording instead of a command" },
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ 'b', "buffer", "WORDS", "room for records of 4 words (K, M, G)" },
	ROW_ENV,
	ROW_USER,
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_DICT, "dict", "FILE",
	  "write the constants as a dictionary for fuzzers" },
	ROW_HOST,
	ROW_GROW,
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	ROW_TASK,
	{ 0 },
};

struct request {
	struct session session;
	ARRAY_OF(const char *) images;
	const char *input;
	const char *output;
	const char *dict;
	bool json;
};

/* The same comparison, how often. */
struct operands {
	struct comparison record;
	uint64_t count;
	size_t first;
};

typedef ARRAY_OF(struct operands) operands_array;

static int by_value(const void *a, const void *b)
{
	const struct operands *x = a, *y = b;
	const uint64_t keys[][2] = { { x->record.pc, y->record.pc },
				     { x->record.type, y->record.type },
				     { x->record.arg1, y->record.arg1 },
				     { x->record.arg2, y->record.arg2 },
				     { x->first, y->first } };
	size_t i;

	for (i = 0; i < 5; i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return 0;
}

static int by_first(const void *a, const void *b)
{
	size_t x = ((const struct operands *)a)->first;
	size_t y = ((const struct operands *)b)->first;

	return (x > y) - (x < y);
}

static bool same(const struct comparison *a, const struct comparison *b)
{
	return a->pc == b->pc && a->type == b->type && a->arg1 == b->arg1 &&
	       a->arg2 == b->arg2;
}

/* Each different comparison, in the order of their first. */
static operands_array distinct(const struct recording *recording)
{
	operands_array all = { 0 };
	size_t task, i, kept = 0;

	for (task = 0; task < recording->tasks.count; task++) {
		const struct task *at = &recording->tasks.at[task];

		for (i = 0; i < at->comparisons.count; i++)
			array_push(&all,
				   (struct operands){ at->comparisons.at[i], 1,
						      all.count });
	}
	if (all.count)
		qsort(all.at, all.count, sizeof(*all.at), by_value);
	for (i = 0; i < all.count; i++) {
		if (kept && same(&all.at[kept - 1].record, &all.at[i].record))
			all.at[kept - 1].count++;
		else
			all.at[kept++] = all.at[i];
	}
	all.count = kept;
	if (kept)
		qsort(all.at, kept, sizeof(*all.at), by_first);
	return all;
}

static unsigned int bytes_of(const struct comparison *record)
{
	return 1u << (record->type >> 1 & 3);
}

static void add_json(struct text *out, const struct operands *operands,
		     const struct place *place)
{
	struct json json = { out, false };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "cmp");
	json_address(&json, "pc", operands->record.pc);
	json_number(&json, "bytes", bytes_of(&operands->record));
	json_bool(&json, "constant", operands->record.type & KCOV_CMP_CONST);
	json_address(&json, "arg1", operands->record.arg1);
	json_address(&json, "arg2", operands->record.arg2);
	json_number(&json, "count", operands->count);
	json_string(&json, "function", place->function);
	if (place->file) {
		json_string(&json, "file", place->file);
		json_number(&json, "line", place->line);
	}
	json_close(&json, '}');
	text_add(out, "\n");
}

static void add_text(struct text *out, const struct operands *operands,
		     const struct place *place)
{
	text_printf(out,
		    "%#-18" PRIx64 " %s %#-18" PRIx64 " %u  %7" PRIu64 "  ",
		    operands->record.arg1,
		    operands->record.type & KCOV_CMP_CONST ? "const" : "     ",
		    operands->record.arg2, bytes_of(&operands->record),
		    operands->count);
	place_text(out, place);
	text_add(out, "\n");
}

static bool print(const struct request *request,
		  const struct recording *recording, const operands_array *all)
{
	struct search search = { request->images.at, request->images.count };
	const struct image_entry *image;
	struct symbols symbols;
	struct text out = { 0 };
	struct place place;
	bool good;
	size_t i;

	symbols_open(&symbols, recording, &search);
	if (request->json)
		text_add(&out, "{\"type\":\"header\",\"schema\":1,"
			       "\"command\":\"cmp\"}\n");
	for (i = 0; i < all->count; i++) {
		symbols_chain(&symbols, all->at[i].record.pc, &place, 1,
			      &image);
		(request->json ? add_json : add_text)(&out, &all->at[i],
						      &place);
	}
	symbols_close(&symbols);
	good = output_file(request->output, out.at, out.length);
	text_free(&out);
	return good;
}

/*
 * AFL's and libFuzzer's format. Single bytes and zero are what fuzzers try
 * anyway; values stand as the program keeps them in memory.
 */
static bool write_dictionary(const char *path, const operands_array *all)
{
	struct text out = { 0 };
	struct table sizes = { 0 }; /* of each value that is there: 2, 4, 8 */
	unsigned int i, entries = 0;
	size_t k;
	bool good;

	for (k = 0; k < all->count; k++) {
		const struct comparison *record = &all->at[k].record;
		uint64_t value = record->arg1;
		uint32_t *known;

		if (!(record->type & KCOV_CMP_CONST) || bytes_of(record) < 2 ||
		    !value)
			continue;
		known = table_value(&sizes, value);
		if (*known == UINT32_MAX)
			*known = 0;
		if (*known & bytes_of(record))
			continue;
		*known |= bytes_of(record);
		text_printf(&out, "cmp_%u=\"", entries++);
		for (i = 0; i < bytes_of(record); i++, value >>= 8)
			text_printf(&out, "\\x%02x",
				    (unsigned int)(value & 0xff));
		text_add(&out, "\"\n");
	}
	table_free(&sizes);
	good = output_file(path, out.at ? out.at : "", out.length);
	text_free(&out);
	return good;
}

static void take_option(const struct command *self, struct request *request,
			int option, char *value)
{
	if (session_option(&request->session, self, option, value))
		return;
	switch (option) {
	case 'i':
		request->input = value;
		break;
	case 'o':
		request->output = value;
		break;
	case OPTION_JSON:
		request->json = true;
		break;
	case OPTION_DICT:
		request->dict = value;
		break;
	case OPTION_IMAGE:
		array_push(&request->images, value);
		break;
	}
}

static int run(const struct command *self, int argc, char **argv)
{
	struct request request = { .session.mode = KCOV_TRACE_CMP };
	struct recording recording = { 0 };
	operands_array all;
	int option, status = 0;
	char *value;
	bool good;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		if (option == OPTION_TASK)
			recording_choose_tasks(value);
		else
			take_option(self, &request, option, value);
	request.session.command = argv + operands_start();
	if (!*request.session.command == !request.input)
		usage_error(self, "name a command, or a recording with -i");
	if (request.input) {
		if (!recording_read(&recording, request.input))
			return STATUS_WRAPPER_FAILED;
	} else {
		session_prepare(&request.session);
		status = session_record(&request.session, &recording);
		session_warn(&request.session, &recording);
	}
	all = distinct(&recording);
	good = print(&request, &recording, &all) &&
	       (!request.dict || write_dictionary(request.dict, &all));
	recording_free(&recording);
	free(all.at);
	free(request.images.at);
	if (!good || recordings_damaged())
		return STATUS_WRAPPER_FAILED;
	end_like(status);
}

const struct command cmp_command = {
	.name = "cmp",
	.operands = "[--] COMMAND [ARGUMENT...]",
	.summary = "Show what a command compares with what.",
	.options = options,
	.wrapper = true,
	.run = run,
};
