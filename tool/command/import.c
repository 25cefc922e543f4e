// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl import: a recording out of what another kcov left. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tool/command/commands.h"
#include "tool/import/dump.h"
#include "tool/index/image.h"

enum { OPTION_ELF = LONG_ONLY, OPTION_RAW, OPTION_FORMAT, OPTION_SLIDE };

static const struct option_row options[] = {
	{ OPTION_ELF, "elf", "FILE", "the kernel or firmware that ran" },
	{ OPTION_RAW, "raw", "DUMP",
	  "what its kcov left, as the operands; may be repeated" },
	{ OPTION_FORMAT, "format", "FORMAT",
	  "area, cmp-area, pcs or rawcover, if it does not tell itself" },
	{ OPTION_SLIDE, "slide", "OFFSET",
	  "how far from its addresses it ran; may be repeated" },
	{ 'o', "output", "FILE", "write to FILE (default imported.rec)" },
	{ 0 },
};

static const char *const formats[] = {
	[DUMP_AREA] = "area",
	[DUMP_CMP_AREA] = "cmp-area",
	[DUMP_PCS] = "pcs",
	[DUMP_RAWCOVER] = "rawcover",
};

struct import {
	const char *elf;
	const char *output;
	enum dump_kind kind;
	ARRAY_OF(const char *) dumps;
	struct ground ground;
	struct recording recording;
	char build_id[2 * BUILD_ID_BYTES + 1];
};

static bool open_elf(struct import *import)
{
	struct ground *ground = &import->ground;
	struct image image;

	if (!image_open(&image, import->elf))
		return false;
	ground->word = image.word;
	ground->big = image.big;
	build_id_text(image.build_id, image.build_id_bytes, import->build_id);
	image_close(&image);
	ground->index = index_of_file(import->elf);
	if (ground->index)
		index_warn(ground->index, import->elf);
	return ground->index;
}

struct tally {
	uint64_t outside,
		unplaced; /* PCs: of no code; of code that calls not */
	uint64_t first_outside, first_unplaced;
};

static struct tally count(const struct ground *ground, const struct dump *dump)
{
	bool known = ground->index->header->flags & HAS_POINTS &&
		     ground->index->points_count && !dump->comparisons.count;
	struct tally tally = { 0 };
	size_t i;

	for (i = 0; i < dump->pcs.count; i++) {
		uint64_t pc = dump->pcs.at[i];

		if (!ground_has(ground, pc)) {
			if (!tally.outside++)
				tally.first_outside = pc;
		} else if (known && !ground_has_point(ground, pc)) {
			if (!tally.unplaced++)
				tally.first_unplaced = pc;
		}
	}
	return tally;
}

/* False if nothing of it means anything. */
static bool check(const struct import *import, const char *path,
		  const struct dump *dump)
{
	const struct index_header *header = import->ground.index->header;
	struct tally tally = count(&import->ground, dump);

	if (dump->pcs.count && tally.outside == dump->pcs.count) {
		error("no PC of %s is in the code of %s, 0x%" PRIx64
		      " to 0x%" PRIx64 ", the first is 0x%" PRIx64
		      ": name the file that ran, or how far it was moved by "
		      "--slide",
		      path, import->elf, header->base, header->end,
		      tally.first_outside);
		return false;
	}
	if (!dump->pcs.count)
		warn("%s holds no record%s", path,
		     dump->lost ? "" : ": its count is 0");
	if (dump->lost)
		warn("%s is cut short: its count says %" PRIu64
		     " records, %zu are there",
		     path, dump->pcs.count + dump->lost, dump->pcs.count);
	if (tally.outside)
		warn("%" PRIu64 " of %zu PCs of %s are outside of the code of "
		     "%s, the first is 0x%" PRIx64
		     ": they have no place, unless --slide says how far it was "
		     "moved",
		     tally.outside, dump->pcs.count, path, import->elf,
		     tally.first_outside);
	if (tally.unplaced)
		warn("%" PRIu64 " of %zu PCs of %s are not where a call of the "
		     "callback returns to in %s, the first is 0x%" PRIx64
		     ": see that it is the file that ran",
		     tally.unplaced, dump->pcs.count, path, import->elf,
		     tally.first_unplaced);
	return true;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

static void add_task(struct import *import, const char *path, struct dump *dump)
{
	struct task *task = recording_add_task(
		&import->recording, 0,
		(uint32_t)import->recording.tasks.count + 1, last_part(path));
	size_t i;

	task->lost = dump->lost;
	for (i = 0; i < dump->comparisons.count; i++)
		array_push(&task->comparisons, dump->comparisons.at[i]);
	for (i = 0; i < dump->pcs.count && !dump->comparisons.count; i++)
		array_push(&task->pcs, dump->pcs.at[i]);
}

static bool take_dump(struct import *import, const char *path)
{
	struct text bytes = { 0 }, why = { 0 };
	struct dump dump = { 0 };
	bool good = file_read(path, "", &bytes);

	if (good && !dump_read(&dump, import->kind, bytes.at, bytes.length,
			       &import->ground, &why)) {
		error("cannot use %s: %s", path, why.at);
		good = false;
	}
	if (good && !dump.comparisons.count)
		ground_find_others(&import->ground, &dump.pcs);
	import->ground.is_used = true;
	good = good && check(import, path, &dump);
	if (good) {
		detail("%s: %s, %zu records", path,
		       dump.kind ? formats[dump.kind] : "text", dump.pcs.count);
		add_task(import, path, &dump);
	}
	dump_free(&dump);
	text_free(&bytes);
	text_free(&why);
	return good;
}

static bool has_comparisons(const struct recording *recording)
{
	size_t i;

	for (i = 0; i < recording->tasks.count; i++)
		if (recording->tasks.at[i].comparisons.count)
			return true;
	return false;
}

static void add_facts(struct recording *recording)
{
	bool compares = has_comparisons(recording);
	time_t now = time(NULL);
	char when[32];

	recording_add_fact(recording, "host", "other");
	recording_add_fact(recording, "mode",
			   !compares		    ? "pc" :
			   recording_pcs(recording) ? "pc,cmp" :
						      "cmp");
	recording_add_fact(recording, "tool", "kcovctl " KCOV_VERSION);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
	recording_add_fact(recording, "time", when);
}

/* The file once for each place where it ran. */
static bool add_images(struct import *import)
{
	const struct index_header *header = import->ground.index->header;
	char *path = realpath(import->elf, NULL);
	size_t i;

	for (i = 0; path && i < import->ground.slides.count; i++) {
		uint64_t start = header->base + import->ground.slides.at[i];

		if (import->ground.word == 4)
			start = (uint32_t)start;
		recording_add_image(&import->recording, start,
				    start + header->end - header->base,
				    start - header->base,
				    *import->build_id ? import->build_id : "-",
				    path);
	}
	if (!path)
		error("cannot find %s: %s", import->elf, strerror(errno));
	free(path);
	return path;
}

static bool import_all(struct import *import)
{
	bool good = open_elf(import);
	size_t i;

	for (i = 0; i < import->dumps.count && good; i++)
		good = take_dump(import, import->dumps.at[i]);
	if (!good || !add_images(import))
		return false;
	add_facts(&import->recording);
	return recording_save(&import->recording, import->output);
}

static enum dump_kind kind_of(const struct command *self, const char *name)
{
	size_t i;

	for (i = DUMP_AREA; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i], name))
			return (enum dump_kind)i;
	usage_error(self, "no format \"%s\"", name);
}

static void add_slide(const struct command *self, struct ground *ground,
		      const char *value)
{
	uint64_t slide;
	char *end;

	errno = 0;
	slide = strtoull(value, &end, 0);
	if (errno || end == value || *end)
		usage_error(self, "--slide \"%s\" is no number", value);
	if (!ground->is_given)
		ground->slides.count = 0;
	ground->is_given = true;
	array_push(&ground->slides, slide);
}

static void import_free(struct import *import)
{
	recording_free(&import->recording);
	index_free((struct index *)import->ground.index);
	free(import->ground.slides.at);
	free(import->dumps.at);
}

static int run(const struct command *self, int argc, char **argv)
{
	struct import import = { .output = "imported.rec" };
	char *value;
	int option, i;
	bool good;

	array_push(&import.ground.slides, 0);
	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == OPTION_ELF)
			import.elf = value;
		else if (option == OPTION_RAW)
			array_push(&import.dumps, value);
		else if (option == OPTION_FORMAT)
			import.kind = kind_of(self, value);
		else if (option == OPTION_SLIDE)
			add_slide(self, &import.ground, value);
		else
			import.output = value;
	}
	for (i = operands_start(); i < argc; i++)
		array_push(&import.dumps, argv[i]);
	if (!import.elf)
		usage_error(self, "no --elf: name the file that ran");
	if (!import.dumps.count)
		usage_error(self, "no --raw: name what its kcov left");
	good = import_all(&import);
	import_free(&import);
	return good ? STATUS_OK : STATUS_FAILED;
}

const struct command import_command = {
	.name = "import",
	.operands = "[DUMP...]",
	.summary = "Make a recording out of what another kcov left.",
	.options = options,
	.run = run,
};
