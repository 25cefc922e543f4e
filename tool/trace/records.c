// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The records of one call as functions and lines, comparisons, or a summary.
 * Called by print.c. The records are a copy that does not change any more.
 */
#include <fnmatch.h>
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/filter.h"
#include "tool/coverage/place.h"
#include "tool/trace/records.h"

#define MOST_STEPS 32
/* So many lines of a function are in one line of text. */
#define MOST_LINES 12
/* Of a call with many records so many bytes are written at once. */
#define MOST_KEPT (1 << 16)

struct chain {
	struct place steps[MOST_STEPS];
	size_t count;
	uint64_t pc;
};

static uint64_t pc_of(const struct printer *printer, const uint64_t *records,
		      size_t i)
{
	unsigned int words = noise_words(printer->mode);

	return records[i * words + words - 1];
}

static bool is_function(const name_array *names, const char *function)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (name_matches(names->at[i], function))
			return true;
	return false;
}

/* A pattern for the whole path, or for its end from a slash on. */
static bool is_file(const name_array *names, const char *file)
{
	const char *at;
	size_t i;

	for (i = 0; file && i < names->count; i++)
		for (at = file; at; at = strchr(at, '/')) {
			at += *at == '/' && at > file;
			if (!fnmatch(names->at[i], at, 0))
				return true;
		}
	return false;
}

static bool is_filtered(const struct printer *printer)
{
	return printer->functions.count || printer->files.count ||
	       printer->without.count;
}

/* Is it in what is looked at? Inlined code is in all it is inlined into. */
static bool find_chain(struct printer *printer, const uint64_t *records,
		       size_t i, struct chain *chain)
{
	const struct image_entry *image;
	bool function = !printer->functions.count;
	bool file = !printer->files.count;
	const struct place *at;
	size_t step;

	chain->pc = pc_of(printer, records, i);
	chain->count = symbols_chain(&printer->symbols, chain->pc, chain->steps,
				     MOST_STEPS, &image);
	for (step = 0; step < chain->count; step++) {
		at = &chain->steps[step];
		function |= is_function(&printer->functions, at->function);
		file |= is_file(&printer->files, at->file);
		if (is_function(&printer->without, at->function) ||
		    is_file(&printer->without, at->file))
			return false;
	}
	return function && file;
}

size_t records_shown(struct printer *printer, const uint64_t *records,
		     size_t count)
{
	struct chain chain;
	size_t i, shown = 0;

	if (!is_filtered(printer))
		return count;
	for (i = 0; i < count; i++)
		shown += find_chain(printer, records, i, &chain);
	return shown;
}

/* The same function, inlined into the same places. */
static bool same_function(const struct chain *a, const struct chain *b)
{
	size_t i;

	if (a->count != b->count || a->steps[0].file != b->steps[0].file)
		return false;
	for (i = 0; i < a->count; i++)
		if (a->steps[i].frame != b->steps[i].frame ||
		    a->steps[i].frame == NONE)
			return false;
	return true;
}

static void add_functions(struct text *out, const struct chain *chain)
{
	text_add(out, "  ");
	place_functions(out, chain->steps, chain->count);
	if (!place_line(out, &chain->steps[0]))
		text_printf(out, " 0x%" PRIx64, chain->pc);
}

static void functions_text(struct printer *printer, const uint64_t *records,
			   size_t count)
{
	struct chain chains[2], *now = &chains[0], *last = NULL;
	size_t i, lines = 0;

	for (i = 0; i < count; i++) {
		if (!find_chain(printer, records, i, now))
			continue;
		if (last && same_function(now, last) && lines < MOST_LINES) {
			/* Several points of one line say nothing more. */
			if (now->steps[0].line != last->steps[0].line) {
				text_printf(&printer->out, ",%" PRIu32,
					    now->steps[0].line);
				lines++;
			}
		} else {
			text_add(&printer->out, last ? "\n" : "");
			printer_flush(printer, MOST_KEPT);
			add_functions(&printer->out, now);
			lines = 1;
		}
		last = now;
		now = &chains[now == &chains[0]];
	}
	text_add(&printer->out, last ? "\n" : "");
}

static void comparisons_text(struct printer *printer, const uint64_t *records,
			     size_t count)
{
	struct chain chain;
	size_t i;

	for (i = 0; i < count; i++) {
		const uint64_t *at = records + 4 * i;

		if (!find_chain(printer, records, i, &chain))
			continue;
		text_printf(&printer->out, "  0x%" PRIx64 "%s 0x%" PRIx64 " %u",
			    at[1], at[0] & KCOV_CMP_CONST ? " const" : "",
			    at[2], 1u << (at[0] >> 1 & 3));
		add_functions(&printer->out, &chain);
		text_add(&printer->out, "\n");
	}
}

static int by_address(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static size_t distinct(word_array *values)
{
	size_t i, kept = 0;

	if (values->count)
		qsort(values->at, values->count, sizeof(*values->at),
		      by_address);
	for (i = 0; i < values->count; i++)
		if (!i || values->at[i] != values->at[i - 1])
			kept++;
	free(values->at);
	return kept;
}

static void summary_text(struct printer *printer, const uint64_t *records,
			 size_t count)
{
	word_array functions = { 0 }, lines = { 0 };
	struct chain chain, last = { .count = 0 };
	size_t i, shown = 0;

	for (i = 0; i < count; i++) {
		if (!find_chain(printer, records, i, &chain))
			continue;
		/* Strings of an index are one each, so addresses will do. */
		array_push(&functions, (uintptr_t)chain.steps[0].function);
		array_push(&lines, (uintptr_t)chain.steps[0].file * 31 +
					   chain.steps[0].line);
		last = chain;
		shown++;
	}
	text_printf(&printer->out, "  %zu record%s", shown,
		    shown == 1 ? "" : "s");
	if (shown) {
		text_printf(&printer->out,
			    ", %zu functions, %zu lines, the last",
			    distinct(&functions), distinct(&lines));
		text_add(&printer->out, " ");
		place_text(&printer->out, &last.steps[0]);
	}
	text_add(&printer->out, "\n");
}

void records_text(struct printer *printer, const uint64_t *records,
		  size_t count)
{
	if (printer->brief)
		summary_text(printer, records, count);
	else if (printer->mode == KCOV_TRACE_CMP)
		comparisons_text(printer, records, count);
	else
		functions_text(printer, records, count);
}

void records_json(struct printer *printer, struct json *json,
		  const uint64_t *records, size_t count)
{
	struct chain chain;
	size_t i, step;

	json_open(json, "records", '[');
	for (i = 0; i < count; i++) {
		const uint64_t *at = records + 4 * i;

		if (!find_chain(printer, records, i, &chain))
			continue;
		json_open(json, NULL, '{');
		json_address(json, "pc", chain.pc);
		if (printer->mode == KCOV_TRACE_CMP) {
			json_number(json, "bytes", 1ull << (at[0] >> 1 & 3));
			json_bool(json, "constant", at[0] & KCOV_CMP_CONST);
			json_address(json, "arg1", at[1]);
			json_address(json, "arg2", at[2]);
		}
		json_open(json, "frames", '[');
		for (step = 0; step < chain.count; step++)
			json_place(json, &chain.steps[step]);
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}
