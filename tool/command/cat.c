// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl cat: a recording as text, in the order of execution. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/command/commands.h"
#include "tool/coverage/filter.h"
#include "tool/coverage/place.h"
#include "tool/coverage/symbols.h"
#include "tool/report/line_text.h"

enum {
	OPTION_RAW = LONG_ONLY,
	OPTION_INFO,
	OPTION_JSON,
	OPTION_ANNOTATE,
	OPTION_SOURCE,
	OPTION_IMAGE
};

static const struct option_row options[] = {
	{ 'i', "input", "FILE", "the recording, as the operand" },
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ OPTION_RAW, "raw", NULL, "addresses only, one a line" },
	{ OPTION_INFO, "info", NULL,
	  "what was recorded where, not the records" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_ANNOTATE, "annotate", NULL,
	  "the text of each line beside it, without addresses" },
	{ OPTION_SOURCE, "source", "DIR",
	  "sources are in DIR; OLD=NEW: not below OLD; may be repeated" },
	{ 'l', "function", "PATTERN", "only these functions" },
	{ 'g', "file", "PATTERN", "only these files" },
	{ 'n', "not", "PATTERN", "not these functions or files" },
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	ROW_TASK,
	{ 0 },
};

struct printer {
	const struct recording *recording;
	struct symbols symbols;
	struct output output;
	struct text text;
	struct filter filter;
	struct line_texts texts;
	enum { PLAIN_TEXT, RAW, JSON, ANNOTATED } form;
	uint64_t printed; /* records that the filter lets through */
};

static void flush(struct printer *printer, size_t limit)
{
	if (printer->text.length <= limit)
		return;
	output_write(&printer->output, printer->text.at, printer->text.length);
	printer->text.length = 0;
}

static void facts_json(struct printer *printer)
{
	const struct recording *recording = printer->recording;
	struct json json = { &printer->text, false };
	size_t i;

	json_open(&json, NULL, '{');
	json_string(&json, "type", "header");
	json_number(&json, "schema", 1);
	json_bool(&json, "complete", recording->complete);
	json_number(&json, "pcs", recording_pcs(recording));
	json_number(&json, "lost", recording_lost(recording));
	for (i = 0; i < recording->facts.count; i++)
		if (strcmp(recording->facts.at[i].key, "argument"))
			json_string(&json, recording->facts.at[i].key,
				    recording->facts.at[i].value);
	json_open(&json, "command", '[');
	for (i = 0; i < recording->facts.count; i++)
		if (!strcmp(recording->facts.at[i].key, "argument"))
			json_string(&json, NULL, recording->facts.at[i].value);
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(&printer->text, "\n");
}

static void image_json(struct printer *printer, const struct image_entry *image)
{
	struct json json = { &printer->text, false };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "image");
	json_address(&json, "start", image->start);
	json_address(&json, "end", image->end);
	json_address(&json, "bias", image->bias);
	json_string(&json, "build_id", image->build_id);
	json_string(&json, "path", image->path);
	json_close(&json, '}');
	text_add(&printer->text, "\n");
}

static void fact_text(struct text *out, const struct fact *fact)
{
	escape_line(out, fact->key);
	text_add(out, ": ");
	escape_line(out, fact->value);
	text_add(out, "\n");
}

static void image_text(struct text *out, const struct image_entry *image)
{
	text_printf(out, "image: 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " ",
		    image->start, image->end, image->bias);
	escape_line(out, image->build_id);
	text_add(out, " ");
	escape_line(out, image->path);
	text_add(out, "\n");
}

static void task_json(struct printer *printer, const struct task *task)
{
	struct json json = { &printer->text, false };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "task");
	json_number(&json, "pid", task->pid);
	json_number(&json, "tid", task->tid);
	json_string(&json, "name", task->name);
	json_number(&json, "records",
		    task->pcs.count + task->comparisons.count);
	json_number(&json, "lost", task->lost);
	json_close(&json, '}');
	text_add(&printer->text, "\n");
}

static void task_text(struct text *out, const struct task *task)
{
	text_printf(out, "task: %" PRIu32 " %" PRIu32 " %zu records ",
		    task->pid, task->tid,
		    task->pcs.count + task->comparisons.count);
	escape_line(out, task->name);
	text_add(out, "\n");
}

static void print_tasks(struct printer *printer)
{
	size_t i;

	for (i = 0; i < printer->recording->tasks.count; i++) {
		const struct task *task = &printer->recording->tasks.at[i];

		if (printer->form == JSON)
			task_json(printer, task);
		else
			task_text(&printer->text, task);
	}
}

/* In front of a number of records that were lost. */
static const char *at_least(const struct recording *recording)
{
	return !recording_lost(recording) ||
			       recording_losses_counted(recording) ?
		       "" :
		       "at least ";
}

static void print_info(struct printer *printer)
{
	const struct recording *recording = printer->recording;
	size_t i;

	if (printer->form == JSON)
		facts_json(printer);
	for (i = 0; printer->form != JSON && i < recording->facts.count; i++)
		fact_text(&printer->text, &recording->facts.at[i]);
	for (i = 0; i < recording->images.count; i++) {
		const struct image_entry *image = &recording->images.at[i];

		if (printer->form == JSON)
			image_json(printer, image);
		else
			image_text(&printer->text, image);
	}
	print_tasks(printer);
	if (printer->form != JSON)
		text_printf(&printer->text,
			    "pcs: %" PRIu64 "\nlost: %s%" PRIu64 "\n"
			    "complete: %s\n",
			    recording_pcs(recording), at_least(recording),
			    recording_lost(recording),
			    recording->complete ? "yes" : "no");
}

static void chain_json(struct printer *printer, uint64_t pc,
		       const struct comparison *record)
{
	struct json json = { &printer->text, false };
	const struct image_entry *image;
	struct place chain[32];
	size_t i,
		steps = symbols_chain(&printer->symbols, pc, chain, 32, &image);

	json_open(&json, NULL, '{');
	json_string(&json, "type", record ? "cmp" : "pc");
	json_address(&json, "pc", pc);
	if (record) {
		json_number(&json, "bytes", 1ull << (record->type >> 1 & 3));
		json_bool(&json, "constant", record->type & 1);
		json_address(&json, "arg1", record->arg1);
		json_address(&json, "arg2", record->arg2);
	}
	json_string(&json, "image", image ? image->path : "");
	json_open(&json, "frames", '[');
	for (i = 0; i < steps; i++)
		json_place(&json, &chain[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(&printer->text, "\n");
}

/* Where a line follows, and tells what is meant, names are short. */
static void chain_names(struct text *out, const struct place *chain,
			size_t steps)
{
	bool brief = chain[0].file && chain[0].line && !verbose;
	struct text name = { 0 };
	size_t i;

	if (!brief) {
		place_functions(out, chain, steps);
		return;
	}
	for (i = 0; i < steps; i++) {
		name_brief(chain[i].function, &name);
		text_add(out, i ? " < " : "");
		escape_function(out, name.at);
		text_free(&name);
	}
}

static void chain_text(struct printer *printer, uint64_t pc,
		       const struct comparison *record)
{
	const struct image_entry *image;
	struct place chain[32];
	size_t steps = symbols_chain(&printer->symbols, pc, chain, 32, &image);

	text_printf(&printer->text, "0x%" PRIx64 " ", pc);
	if (record)
		text_printf(&printer->text, "0x%" PRIx64 " 0x%" PRIx64 "%s %d ",
			    record->arg1, record->arg2,
			    record->type & 1 ? " constant" : "",
			    1 << (record->type >> 1 & 3));
	chain_names(&printer->text, chain, steps);
	if (!place_line(&printer->text, &chain[0])) {
		text_add(&printer->text, " ");
		escape_line(&printer->text, image ? image->path : "?");
	}
	text_add(&printer->text, "\n");
}

static void chain_annotated(struct printer *printer, uint64_t pc)
{
	const struct image_entry *image;
	struct place chain[32];
	size_t steps = symbols_chain(&printer->symbols, pc, chain, 32, &image);

	annotate_line(&printer->texts,
		      image ? symbols_index(&printer->symbols, image) : NULL,
		      chain, steps, &printer->text);
}

static void print_record(struct printer *printer, uint64_t pc,
			 const struct comparison *record)
{
	if (!filter_takes_pc(&printer->filter, &printer->symbols, pc))
		return;
	printer->printed++;
	if (printer->form == JSON)
		chain_json(printer, pc, record);
	else if (printer->form == PLAIN_TEXT)
		chain_text(printer, pc, record);
	else if (printer->form == ANNOTATED)
		chain_annotated(printer, pc);
	else if (record)
		text_printf(&printer->text,
			    "0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64
			    " 0x%" PRIx64 "\n",
			    record->type, record->arg1, record->arg2,
			    record->pc);
	else
		text_printf(&printer->text, "0x%" PRIx64 "\n", pc);
	flush(printer, 1 << 16);
}

static void print_task(struct printer *printer, const struct task *task)
{
	size_t i;

	if (printer->form == JSON && printer->recording->tasks.count > 1)
		task_json(printer, task);
	for (i = 0; i < task->pcs.count; i++)
		print_record(printer, task->pcs.at[i], NULL);
	for (i = 0; i < task->comparisons.count; i++)
		print_record(printer, task->comparisons.at[i].pc,
			     &task->comparisons.at[i]);
	if (task->lost)
		warn("%s%" PRIu64 " more records were lost: the buffer was "
		     "full",
		     at_least(printer->recording), task->lost);
}

static int print(struct printer *printer, bool info, const char *output,
		 const struct search *search)
{
	size_t i;

	if (!output_open(&printer->output, output))
		return STATUS_FAILED;
	symbols_open(&printer->symbols, printer->recording, search);
	if (info)
		print_info(printer);
	else if (printer->form == JSON)
		facts_json(printer);
	for (i = 0; !info && i < printer->recording->tasks.count; i++)
		print_task(printer, &printer->recording->tasks.at[i]);
	flush(printer, 0);
	if (!info && printer->printed == 0)
		filter_say_nothing(&printer->filter, &printer->symbols);
	symbols_close(&printer->symbols);
	text_free(&printer->text);
	return output_close(&printer->output) ? STATUS_OK : STATUS_FAILED;
}

static int run(const struct command *self, int argc, char **argv)
{
	const char *output = NULL, *input = NULL;
	ARRAY_OF(const char *) images = { 0 };
	struct printer printer = { 0 };
	struct recording recording;
	struct search search;
	bool info = false;
	char *value;
	int option, status;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == 'o')
			output = value;
		else if (option == 'i')
			input = value;
		else if (option == OPTION_RAW)
			printer.form = RAW;
		else if (option == OPTION_JSON)
			printer.form = JSON;
		else if (option == OPTION_ANNOTATE)
			printer.form = ANNOTATED;
		else if (option == OPTION_SOURCE)
			array_push(&printer.texts.places.places, value);
		else if (option == OPTION_IMAGE)
			array_push(&images, value);
		else if (option == OPTION_TASK)
			recording_choose_tasks(value);
		filter_option(&printer.filter, option, value);
		info |= option == OPTION_INFO;
	}
	if (argc - operands_start() + !!input != 1)
		usage_error(self, "name one recording");
	if (!input)
		input = argv[operands_start()];
	if (!recording_read(&recording, input))
		return STATUS_FAILED;
	printer.recording = &recording;
	search = (struct search){ images.at, images.count };
	status = print(&printer, info, output, &search);
	recording_free(&recording);
	filter_free(&printer.filter);
	line_texts_free(&printer.texts);
	free(images.at);
	return status;
}

const struct command cat_command = {
	.name = "cat",
	.operands = "RECORDING",
	.summary = "Print a recording in the order of execution.",
	.options = options,
	.run = run,
};
