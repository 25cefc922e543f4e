// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where images are placed that want one address, and what moves with them:
 * in sets of recordings, and of one task's records by what was loaded when.
 * kills: a bias that stays when its image moves, images that are the same by
 * path alone, a difference that is not begun anew behind a full chunk, a
 * look-up that costs what there are images.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/tap.h"
#include "tool/collect/loaded.h"
#include "tool/collect/modules.h"
#include "tool/recording/format.h"
#include "tool/recording/set.h"

static unsigned long compared;

/* strcmp() of all that is tested. */
int counted_strcmp(const char *a, const char *b)
{
	compared++;
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}

static uint64_t random_number(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* One image with one task, whose PCs are these places of its file. */
static struct recording make(uint64_t start, uint64_t bias, const char *id,
			     const char *path, uint64_t place)
{
	struct recording recording = { 0 };
	struct task *task;

	recording_add_image(&recording, start, start + 0x1000, bias, id, path);
	recording_sort_images(&recording);
	task = recording_add_task(&recording, 1, 1, "");
	array_push(&task->pcs, place + bias);
	return recording;
}

/* The union of two such recordings, as places in files. */
struct both {
	struct universe universe;
	pc_set sets[2];
	const struct image_entry *images[2];
	uint64_t places[2];
};

static void combine(struct both *both, struct recording a, struct recording b)
{
	struct recording *recordings[] = { &a, &b };
	int i;

	memset(both, 0, sizeof(*both));
	for (i = 0; i < 2; i++) {
		set_of_recording(&both->universe, recordings[i],
				 &both->sets[i]);
		recording_free(recordings[i]);
	}
	for (i = 0; i < 2; i++) {
		both->images[i] = recording_image(&both->universe.images,
						  both->sets[i].at[0]);
		if (both->images[i])
			both->places[i] =
				both->sets[i].at[0] - both->images[i]->bias;
	}
}

static void let_go(struct both *both)
{
	universe_free(&both->universe);
	free(both->sets[0].at);
	free(both->sets[1].at);
}

static void test_same(const char *ids[2], const char *paths[2], bool same,
		      const char *what)
{
	/* Where the other one is, elsewhere, below it and into it. */
	static const uint64_t starts[] = { 0x10000, 0x70000, 0xfe00 };
	struct both both;
	bool good = true;
	int i;

	for (i = 0; i < 3; i++) {
		uint64_t start = starts[i];

		combine(&both, make(0x10000, 0xf000, ids[0], paths[0], 0x1234),
			make(start, start - 0x1000, ids[1], paths[1], 0x1234));
		good &= both.images[0] && both.images[1] &&
			both.places[0] == 0x1234 && both.places[1] == 0x1234 &&
			(both.images[0] == both.images[1]) == same &&
			(both.sets[0].at[0] == both.sets[1].at[0]) == same &&
			!strcmp(both.images[1]->build_id, ids[1]);
		let_go(&both);
	}
	tap_ok(good, "%s", what);
}

/* A library has code in two segments, and moves as a whole. */
static void test_segments(void)
{
	struct recording a = make(0x10000, 0xf000, "aa", "/a", 0x1800);
	struct recording b = make(0x90000, 0x8f000, "aa", "/a", 0x1800);
	struct universe universe = { 0 };
	pc_set sets[2] = { { 0 }, { 0 } };

	recording_add_image(&a, 0x20000, 0x21000, 0xf000, "aa", "/a");
	recording_add_image(&b, 0xa0000, 0xa1000, 0x8f000, "aa", "/a");
	recording_sort_images(&a);
	recording_sort_images(&b);
	array_push(&a.tasks.at[0].pcs, 0x20010);
	array_push(&b.tasks.at[0].pcs, 0xa0010);
	set_of_recording(&universe, &a, &sets[0]);
	set_of_recording(&universe, &b, &sets[1]);
	tap_ok(sets[0].count == 2 && sets[1].count == 2 &&
		       !memcmp(sets[0].at, sets[1].at, 16) &&
		       recording_image(&universe.images, sets[1].at[1]),
	       "both stretches of code of a file have their place");
	recording_free(&a);
	recording_free(&b);
	universe_free(&universe);
	free(sets[0].at);
	free(sets[1].at);
}

/* What a task's PCs are, by name of the image: "a1b-" for a, none, ... */
static bool placed(const char *log, const uint64_t *pcs, size_t count,
		   const char *wanted)
{
	struct recording recording = { 0 };
	struct task *task = recording_add_task(&recording, 1, 1, "");
	char *text = must_copy(log);
	const struct image_entry *image;
	bool good = true;
	size_t i;

	for (i = 0; i < count; i++)
		array_push(&task->pcs, pcs[i]);
	place_by_text(&recording, task, text, strlen(text));
	for (i = 0; i < count; i++) {
		image = recording_image(&recording, task->pcs.at[i]);
		good &= wanted[i] == (image ? image->path[1] : '-');
		if (image)
			good &= task->pcs.at[i] - image->bias ==
				pcs[i] - 0x1000;
	}
	free(text);
	recording_free(&recording);
	return good;
}

#define A " 0x11000 0x12000 0x1000 aa /a\n"
#define B " 0x11000 0x12000 0x1000 bb /b\n"
#define C " 0x11800 0x13000 0x1000 cc /c\n"

static void test_times(void)
{
	const uint64_t same[] = { 0x11900, 0x11900, 0x11900, 0x11900 };
	const uint64_t ends[] = { 0x11000, 0x11001, 0x12000, 0x12001 };

	tap_ok(placed("+0" A, same, 4, "aaaa"), "an image that stays");
	tap_ok(placed("+0" A "-2" A "+2" B, same, 4, "aabb"),
	       "one that follows another at its place");
	tap_ok(placed("+0" A "-1" A "+1" B "-2" B "+2" A, same, 4, "abaa"),
	       "one that comes back");
	tap_ok(placed("+0" A "-1" A "+3" B, same, 4, "a--b"),
	       "in between nobody is there");
	tap_ok(placed("+0" A "-3" A "+1" B, same, 4, "a--b"),
	       "while it may be either it is not known which");
	tap_ok(placed("+0" A "-2" A "+2" B "-2" B "+2" C, same, 4, "aacc"),
	       "one that left without a record is no doubt");
	tap_ok(placed("+0" A "-2\n+2" B, same, 4, "aabb"),
	       "another program begins");
	tap_ok(placed("+0" A "+1" A "-2" A "-2" A "+2" C, same, 4, "aacc"),
	       "two say the same");
	tap_ok(placed("+0" A "+0" C, same, 4, "----"),
	       "two that overlap: not known");
	tap_ok(placed("+0" A "nonsense\n+0" B, same, 4, "aaaa"),
	       "what is before nonsense counts");
	tap_ok(placed("+0" A, ends, 4, "-aa-"),
	       "a return address is behind a call");
}

static void list(module_array *modules, const char *names)
{
	uint64_t start;

	for (; *names; names++) {
		start = *names == 'c' ? 0x12000 : 0x11000;
		array_push(modules,
			   (struct image_entry){
				   start, start + 0x1000, 0x1000,
				   must_copy("-"),
				   must_copy((char[]){ '/', *names, 0 }) });
	}
}

/* Looks behind two records, at these modules; then four PCs at one place. */
static bool modules_are(const char *before, const char *then, bool unseen,
			const char *wanted)
{
	const uint64_t pcs[] = { 0x11900, 0x11900, 0x11900, 0x11900 };
	struct modules modules = { .events = -1 };
	struct recording recording = { 0 };
	module_array found = { 0 };
	bool good;
	size_t i;

	list(&modules.now, before);
	for (i = 0; i < modules.now.count; i++)
		recording_add_image(&recording, modules.now.at[i].start,
				    modules.now.at[i].end, 0x1000, "-",
				    modules.now.at[i].path);
	modules_log(&modules, &recording);
	list(&found, before);
	modules_note(&modules, &found, false, 1);
	found = (module_array){ 0 };
	list(&found, then);
	modules_note(&modules, &found, unseen, 3);
	good = placed(modules.log.at ? modules.log.at : "", pcs, 4, wanted);
	modules_end(&modules);
	recording_free(&recording);
	return good;
}

static void test_modules(void)
{
	tap_ok(modules_are("a", "ac", false, "aaaa"),
	       "a module beside another");
	tap_ok(modules_are("c", "ac", false, "-aaa"),
	       "a new one had no record before the last look");
	tap_ok(modules_are("ac", "c", false, "aaa-"),
	       "one that is gone has none behind this one");
	tap_ok(modules_are("ac", "bc", false, "a--b"),
	       "where one took the place of another it is not known when");
	tap_ok(modules_are("ac", "bc", true, "a--b"),
	       "nor where a third may have been in between");
	tap_ok(modules_are("c", "bc", true, "---b"),
	       "nor whether that was there before the new one");
}

/* More than a chunk of each kind. */
static void test_chunks(void)
{
	struct recording recording = { 0 }, read;
	struct task *task = recording_add_task(&recording, 1, 2, "x"), *got;
	struct text file = { 0 }, why = { 0 };
	const size_t count = 300000, pairs = 120000;
	size_t i;
	bool good;

	for (i = 0; i < count; i++)
		array_push(&task->pcs, random_number() >> i % 64);
	for (i = 0; i < pairs; i++)
		array_push(&task->comparisons,
			   (struct comparison){ i % 8, random_number(), i,
						random_number() >> i % 64 });
	recording_write(&recording, &file);
	good = recording_parse(&read, file.at, file.length, &why) &&
	       read.complete && read.tasks.count == 1;
	got = good ? &read.tasks.at[0] : task;
	tap_ok(good && got->pcs.count == count &&
		       !memcmp(got->pcs.at, task->pcs.at, 8 * count),
	       "PCs of many chunks are read as they were written");
	tap_ok(good && got->comparisons.count == pairs &&
		       !memcmp(got->comparisons.at, task->comparisons.at,
			       pairs * sizeof(struct comparison)),
	       "comparisons too");
	recording_free(&recording);
	recording_free(&read);
	text_free(&file);
	text_free(&why);
}

/*
 * What packs best: the file is as large as what it asks for. Of many tasks, as
 * a sanitizer copies an array whenever it grows.
 */
static void test_bound(void)
{
	const size_t tasks = 18, each = 1u << 20, count = tasks * each;
	struct recording recording = { 0 }, read;
	struct text file = { 0 }, why = { 0 };
	struct task *task;
	size_t i, n;
	bool good;

	for (i = 0; i < tasks; i++) {
		task = recording_add_task(&recording, 1, i, "x");
		array_reserve(&task->pcs, each);
		for (n = 0; n < each; n++)
			task->pcs.at[task->pcs.count++] = 0x1000;
	}
	recording_write(&recording, &file);
	recording_free(&recording);
	good = recording_parse(&read, file.at, file.length, &why);
	tap_ok(good && read.complete && recording_pcs(&read) == count &&
		       file.length >= least_file(count),
	       "what packs a thousand times is padded, and read");
	recording_free(&read);
	/* The padding is a chunk's: the one that is whole without is not last. */
	good = recording_parse(&read, file.at, file.length / 2, &why) &&
	       recording_pcs(&read) <= (16u << 20) + 64 * file.length / 2;
	tap_ok(good, "half of the file asks for no more than half may");
	recording_free(&read);
	text_free(&file);
	text_free(&why);
}

/* As many comparisons of names for a thousand PCs as for a hundred thousand. */
static unsigned long cost(size_t pcs)
{
	struct recording recording = { 0 };
	struct universe universe = { 0 };
	pc_set set = { 0 };
	struct task *task;
	char name[16];
	size_t i;

	for (i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "%zx", i + 4096);
		recording_add_image(&recording, i << 16, (i << 16) + 0x8000,
				    i << 16, name, name);
	}
	recording_sort_images(&recording);
	task = recording_add_task(&recording, 1, 1, "");
	for (i = 0; i < pcs; i++)
		array_push(&task->pcs, random_number() % (200 << 16));
	compared = 0;
	set_of_recording(&universe, &recording, &set);
	for (i = 0; i < pcs; i++)
		universe_address(&universe, &recording, task->pcs.at[i]);
	if (recording.ordered != 200 || universe.images.ordered != 200)
		compared = pcs;
	recording_free(&recording);
	universe_free(&universe);
	free(set.at);
	return compared;
}

int main(void)
{
	const char *a[] = { "aa", "aa" }, *ab[] = { "aa", "bb" };
	const char *none[] = { "-", "-" }, *half[] = { "aa", "-" };
	const char *one[] = { "/x", "/x" }, *two[] = { "/x", "/y" };

	test_same(a, one, true, "one build id, one path: one image");
	test_same(a, two, true, "one build id, two paths: one image");
	test_same(ab, one, false, "two build ids, one path: two images");
	test_same(none, one, true, "no build ids, one path: one image");
	test_same(none, two, false, "no build ids, two paths: two images");
	test_same(half, one, false, "a build id and none: two images");
	test_segments();
	test_times();
	test_modules();
	test_chunks();
	test_bound();
	tap_ok(cost(1000) == cost(100000),
	       "names are compared for each image, not for each PC, and images "
	       "are found by bisection");
	return tap_done();
}
