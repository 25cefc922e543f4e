// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The formats that keep the order of execution: folded stacks, trace events. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/base/json.h"
#include "tool/export/export.h"
#include "tool/export/labels.h"

#define MOST_STEPS 32

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Not call stacks, which nobody recorded: folder, function, what is inlined. */
static char *stack_of(struct labels *labels, const char *task, uint64_t pc)
{
	const struct image_entry *image;
	struct place chain[MOST_STEPS];
	size_t steps =
		symbols_chain(labels->symbols, pc, chain, MOST_STEPS, &image);
	const char *file = chain[steps - 1].file;
	const char *slash = file ? strrchr(file, '/') : NULL;
	struct text stack = { 0 }, folder = { 0 };

	escape_folded(&stack, task);
	text_add_bytes(&folder, file ? file : "?",
		       slash ? (size_t)(slash - file) : 1);
	text_add(&stack, ";");
	escape_folded(&stack, slash || !file ? folder.at : ".");
	while (steps--) {
		text_add(&stack, ";");
		escape_folded(&stack, labels_of(labels, image, &chain[steps]));
	}
	text_free(&folder);
	return stack.at;
}

bool export_folded(struct symbols *symbols, struct text *out)
{
	ARRAY_OF(char *) stacks = { 0 };
	struct labels labels;
	size_t i, pc, count;

	labels_open(&labels, symbols);
	for (i = 0; i < symbols->recording->tasks.count; i++) {
		const struct task *task = &symbols->recording->tasks.at[i];

		for (pc = 0; pc < task->pcs.count; pc++)
			array_push(&stacks, stack_of(&labels, task->name,
						     task->pcs.at[pc]));
	}
	if (stacks.count)
		qsort(stacks.at, stacks.count, sizeof(*stacks.at), by_text);
	for (i = 0; i < stacks.count; i += count) {
		for (count = 1; i + count < stacks.count &&
				!strcmp(stacks.at[i], stacks.at[i + count]);
		     count++)
			continue;
		text_printf(out, "%s %zu\n", stacks.at[i], count);
	}
	for (i = 0; i < stacks.count; i++)
		free(stacks.at[i]);
	free(stacks.at);
	labels_close(&labels);
	return true;
}

struct span {
	const char *function;
	const char *file;
	uint64_t start; /* records before it: 1 ns each */
};

static void add_event(struct json *json, const struct span *span, uint64_t end,
		      size_t thread)
{
	struct text time = { 0 };

	text_add(json->out, json->comma ? ",\n" : "\n");
	json->comma = false;
	json_open(json, NULL, '{');
	json_string(json, "name", span->function);
	json_string(json, "cat", "kcov");
	json_string(json, "ph", "X");
	text_printf(&time, ",\"ts\":%" PRIu64 ".%03u,\"dur\":%" PRIu64 ".%03u",
		    span->start / 1000, (unsigned int)(span->start % 1000),
		    (end - span->start) / 1000,
		    (unsigned int)((end - span->start) % 1000));
	text_add(json->out, time.at);
	json_number(json, "pid", 1);
	json_number(json, "tid", thread);
	json_open(json, "args", '{');
	if (span->file)
		json_string(json, "file", span->file);
	json_bool(json, "inferred", true);
	json_close(json, '}');
	json_close(json, '}');
	text_free(&time);
}

/* Spans of one depth end where the chain of functions differs from here on. */
static void add_task(struct labels *labels, struct json *json,
		     const struct task *task, size_t thread)
{
	struct span open[MOST_STEPS] = { 0 };
	const char *names[MOST_STEPS];
	size_t i, pc, depth = 0;

	for (pc = 0; pc <= task->pcs.count; pc++) {
		const struct image_entry *image;
		struct place chain[MOST_STEPS];
		size_t same = 0, steps = 0;

		if (pc < task->pcs.count)
			steps = symbols_chain(labels->symbols, task->pcs.at[pc],
					      chain, MOST_STEPS, &image);
		for (i = 0; i < steps; i++)
			names[i] =
				labels_of(labels, image, &chain[steps - 1 - i]);
		while (same < depth && same < steps &&
		       open[same].function == names[same])
			same++;
		while (depth > same)
			add_event(json, &open[--depth], pc, thread);
		for (; depth < steps; depth++)
			open[depth] = (struct span){
				names[depth], chain[steps - 1 - depth].file, pc
			};
	}
}

bool export_trace_event(struct symbols *symbols, struct text *out)
{
	struct json json = { out, false };
	struct labels labels;
	size_t i;

	labels_open(&labels, symbols);
	json_open(&json, NULL, '{');
	json_string(&json, "displayTimeUnit", "ns");
	json_open(&json, "traceEvents", '[');
	for (i = 0; i < symbols->recording->tasks.count; i++) {
		const struct task *task = &symbols->recording->tasks.at[i];

		json_open(&json, NULL, '{');
		json_string(&json, "ph", "M");
		json_string(&json, "name", "thread_name");
		json_number(&json, "pid", 1);
		json_number(&json, "tid", i + 1);
		json_open(&json, "args", '{');
		json_string(&json, "name", task->name);
		json_close(&json, '}');
		json_close(&json, '}');
		add_task(&labels, &json, task, i + 1);
	}
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(out, "\n");
	labels_close(&labels);
	return true;
}
