// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* How two runs differ, for kcovctl diff; see differences.h. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/colour.h"
#include "tool/base/escape.h"
#include "tool/base/json.h"
#include "tool/coverage/place.h"
#include "tool/report/differences.h"

static const char *const side_names[] = { "first", "second" };

void differences_begin(struct differences *differences)
{
	if (differences->json)
		text_add(&differences->out, "{\"type\":\"header\",\"schema\":1,"
					    "\"command\":\"diff\"}\n");
}

static void add_place(struct differences *differences, const char *what,
		      uint64_t pc, size_t record)
{
	const struct image_entry *image;
	struct place chain[32];
	struct json json = { &differences->out, false };
	size_t steps = symbols_chain(&differences->comparing->symbols, pc,
				     chain, 32, &image);

	if (differences->json) {
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
		text_add(&differences->out, "\n");
		return;
	}
	text_printf(&differences->out, "  %-7s ", what);
	place_functions(&differences->out, chain, steps);
	place_line(&differences->out, &chain[0]);
	text_add(&differences->out, "\n");
}

bool differences_parting(struct differences *differences)
{
	const struct two_runs *runs = &differences->comparing->runs;
	size_t at = runs->common;
	int side;

	if (!comparing_parts(differences->comparing))
		return false;
	if (!differences->json)
		text_printf(&differences->out, "after %zu equal records:\n",
			    at);
	if (at)
		add_place(differences, "both", runs->traces[0].at[at - 1],
			  at - 1);
	for (side = 0; side < 2; side++) {
		if (at < runs->traces[side].count)
			add_place(differences, side_names[side],
				  runs->traces[side].at[at], at);
		else if (!differences->json)
			text_printf(&differences->out, "  %-7s ends here\n",
				    side_names[side]);
	}
	return true;
}

static void add_decision(struct differences *differences,
			 const struct decision *decision)
{
	const struct comparison *first = &decision->sides[0];
	bool constant = first->type & KCOV_CMP_CONST;
	const struct image_entry *image;
	struct json json = { &differences->out, false };
	struct place place;
	int side;

	symbols_chain(&differences->comparing->symbols, first->pc, &place, 1,
		      &image);
	for (side = 0; side < 2; side++) {
		const struct comparison *at = &decision->sides[side];

		if (!differences->json) {
			text_printf(&differences->out,
				    "  %-7s compared 0x%" PRIx64
				    " with %s0x%" PRIx64 " in ",
				    side_names[side], at->arg2,
				    constant ? "the constant " : "", at->arg1);
			place_text(&differences->out, &place);
			text_add(&differences->out, "\n");
			continue;
		}
		json_open(&json, NULL, '{');
		json_string(&json, "type", "why");
		json_string(&json, "side", side_names[side]);
		json_address(&json, "pc", at->pc);
		json_bool(&json, "constant", constant);
		json_address(&json, "arg1", at->arg1);
		json_address(&json, "arg2", at->arg2);
		json_string(&json, "function", place.function);
		if (place.file) {
			json_string(&json, "file", place.file);
			json_number(&json, "line", place.line);
		}
		json_close(&json, '}');
		json.comma = false;
		text_add(&differences->out, "\n");
	}
}

bool differences_why(struct differences *differences)
{
	decision_array found = { 0 };
	size_t i, count;

	comparing_decide(differences->comparing, &found);
	count = found.count;
	for (i = 0; i < count; i++)
		add_decision(differences, &found.at[i]);
	free(found.at);
	return count > 0;
}

struct line {
	char *text; /* what tells it from others, whole */
	struct place place;
	const struct image_entry *image;
	uint64_t pc;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->text,
		      ((const struct line *)b)->text);
}

typedef ARRAY_OF(struct line) line_array;

/* What a set of places is called, sorted, each once. */
static line_array lines_of(struct differences *differences, const pc_set *set)
{
	line_array lines = { 0 };
	size_t i, kept = 0;

	for (i = 0; i < set->count; i++) {
		const struct image_entry *image;
		struct text text = { 0 };
		struct place place;

		symbols_chain(&differences->comparing->symbols, set->at[i],
			      &place, 1, &image);
		text_add(&text, place.function);
		/* Of two images each may have one of that name. */
		if (!place.file && image)
			text_printf(&text, " %s", image->path);
		if (place.file && differences->functions)
			text_printf(&text, " %s", place.file);
		else if (place.file)
			text_printf(&text, " %s:%" PRIu32, place.file,
				    place.line);
		array_push(&lines,
			   (struct line){ text.at, place, image, set->at[i] });
	}
	if (lines.count)
		qsort(lines.at, lines.count, sizeof(*lines.at), by_text);
	for (i = 0; i < lines.count; i++) {
		if (kept && !by_text(&lines.at[kept - 1], &lines.at[i]))
			free(lines.at[i].text);
		else
			lines.at[kept++] = lines.at[i];
	}
	lines.count = kept;
	return lines;
}

static void lines_free(line_array *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		free(lines->at[i].text);
	free(lines->at);
}

/* "FUNCTION FILE:LINE", "FUNCTION FILE" or "FUNCTION IMAGE". */
static void add_line(struct differences *differences, const struct line *line)
{
	struct text *out = &differences->out;
	const char *path = line->place.file;

	text_add(out, "  ");
	if (path && !differences->functions) {
		place_text(out, &line->place);
	} else {
		place_functions(out, &line->place, 1);
		if (!path && line->image)
			path = line->image->path;
		text_add(out, path ? " " : "");
		escape_line(out, path ? path : "");
	}
	text_add(out, "\n");
}

size_t differences_only(struct differences *differences, int side)
{
	static const char *const json_types[] = { "only-first", "only-second" };
	line_array mine =
		lines_of(differences, &differences->comparing->sets[side]);
	line_array others =
		lines_of(differences, &differences->comparing->sets[!side]);
	size_t i, count = 0;

	for (i = 0; i < mine.count; i++) {
		if (others.count &&
		    bsearch(&mine.at[i], others.at, others.count,
			    sizeof(*others.at), by_text))
			continue;
		if (!count++ && !differences->json)
			text_printf(&differences->out, "%sonly the %s:%s\n",
				    colour(side ? GOOD : BAD), side_names[side],
				    colour(PLAIN));
		if (differences->json)
			add_place(differences, json_types[side], mine.at[i].pc,
				  0);
		else
			add_line(differences, &mine.at[i]);
	}
	lines_free(&mine);
	lines_free(&others);
	return count;
}
