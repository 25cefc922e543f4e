// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl merge: set algebra over recordings. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/command/commands.h"
#include "tool/recording/set.h"

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE (default merged.rec)" },
	ROW_TASK,
	{ 0 },
};

#define BLANKS " \t\n"

struct merging {
	struct universe universe;
	struct recording result;
	uint64_t lost;
};

/* Those of the first operand that speak for all, and for what merge makes. */
static bool speaks_for_all(const char *key)
{
	return strcmp(key, "argument") && strcmp(key, FACT_LOSSES) &&
	       strcmp(key, FACT_RECORDS);
}

static void copy_facts(struct recording *to, const struct recording *from)
{
	size_t i;

	for (i = 0; i < from->facts.count; i++)
		if (speaks_for_all(from->facts.at[i].key))
			recording_add_fact(to, from->facts.at[i].key,
					   from->facts.at[i].value);
}

static void warn_of_release(const struct merging *merging,
			    const struct recording *recording, const char *path)
{
	const char *host = recording_fact(recording, "host");
	const char *a = recording_fact(&merging->result, "release");
	const char *b = recording_fact(recording, "release");

	if (host && !strcmp(host, "kernel") && a && b && strcmp(a, b))
		warn("%s is of kernel %s, the first recording of %s: their "
		     "addresses have nothing in common",
		     path, b, a);
}

static bool load(const char *path, pc_set *set, void *data)
{
	struct merging *merging = data;
	struct recording recording;
	size_t i;

	if (!recording_read(&recording, path))
		return false;
	if (!merging->result.facts.count)
		copy_facts(&merging->result, &recording);
	warn_of_release(merging, &recording, path);
	for (i = 0; i < recording.tasks.count; i++)
		if (recording.tasks.at[i].comparisons.count) {
			warn("%s holds comparisons: merge works on PCs and "
			     "leaves them out",
			     path);
			break;
		}
	set_of_recording(&merging->universe, &recording, set);
	detail("%s: %zu different PCs", path, set->count);
	merging->lost += recording_lost(&recording);
	recording_free(&recording);
	return true;
}

typedef ARRAY_OF(char *) word_array;

/* Operators may stand in one argument with their operands; () need no blank. */
static void split(const char *argument, struct text *storage)
{
	for (; *argument; argument++)
		text_printf(storage, strchr("()", *argument) ? " %c " : "%c",
			    *argument);
}

/* The name of a file is one word, whatever it looks like. */
static void find_words(char **arguments, int count, struct text *storage,
		       word_array *words)
{
	ARRAY_OF(size_t) starts = { 0 };
	char *at, *word;
	size_t i;

	for (; count--; arguments++) {
		size_t start = storage->length;

		if (!strpbrk(*arguments, BLANKS "()") ||
		    !access(*arguments, F_OK)) {
			array_push(&starts, start);
			text_add(storage, *arguments);
			text_add_bytes(storage, "", 1);
			continue;
		}
		split(*arguments, storage);
		text_add_bytes(storage, "", 1);
		for (at = storage->at + start; *at; at++) {
			if (strchr(BLANKS, *at))
				*at = 0;
			else if (at == storage->at + start || !at[-1])
				array_push(&starts, (size_t)(at - storage->at));
		}
	}
	/* The text does not move any more. */
	for (i = 0; i < starts.count; i++) {
		word = storage->at + starts.at[i];
		array_push(words, word);
	}
	free(starts.at);
}

static bool save(struct merging *merging, pc_set *set, char **words,
		 size_t count, const char *output)
{
	struct text expression = { 0 };
	struct recording *result = &merging->result;
	struct task *task;
	bool saved;
	size_t i;

	for (i = 0; i < count; i++)
		text_printf(&expression, "%s%s", i ? " " : "", words[i]);
	recording_add_fact(result, "merged", expression.at);
	for (i = 0; i < merging->universe.images.images.count; i++) {
		const struct image_entry *image =
			&merging->universe.images.images.at[i];

		recording_add_image(result, image->start, image->end,
				    image->bias, image->build_id, image->path);
	}
	task = recording_add_task(result, 0, 0, "merged");
	for (i = 0; i < set->count; i++)
		array_push(&task->pcs, set->at[i]);
	task->lost = merging->lost;
	saved = recording_save(result, output);
	text_free(&expression);
	return saved;
}

static int merge(const struct command *self, word_array *words,
		 const char *output)
{
	struct merging merging = { 0 };
	struct text why = { 0 };
	pc_set set = { 0 };
	bool good = set_evaluate(words->at, words->count, load, &merging, &set,
				 &why);

	if (!good && why.length)
		usage_error(self, "%s", why.at);
	good = good && save(&merging, &set, words->at, words->count, output);
	if (good && merging.lost)
		warn("some of the recordings had lost records: the result may "
		     "lack some too");
	if (good)
		detail("%zu PCs in %s", set.count, output);
	universe_free(&merging.universe);
	recording_free(&merging.result);
	text_free(&why);
	free(set.at);
	return good ? STATUS_OK : STATUS_FAILED;
}

static int run(const struct command *self, int argc, char **argv)
{
	const char *output = "merged.rec";
	struct text storage = { 0 };
	word_array words = { 0 };
	char *value;
	int option, status;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		if (option == OPTION_TASK)
			recording_choose_tasks(value);
		else
			output = value;
	find_words(argv + operands_start(), argc - operands_start(), &storage,
		   &words);
	if (!words.count)
		usage_error(self, "no recordings to merge");
	status = merge(self, &words, output);
	text_free(&storage);
	free(words.at);
	return status;
}

const struct command merge_command = {
	.name = "merge",
	.operands = "RECORDING [[&||-] RECORDING]...",
	.summary = "Combine recordings as sets: A & B - C.",
	.options = options,
	.run = run,
};
