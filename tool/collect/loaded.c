// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The log of images in a device, whose lines <kcov/images.h> has, applied to
 * the records. Called when a task has ended, by session.c. The text comes out
 * of memory that the program shares, so it is believed as far as it parses.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kcov/images.h>

#include "tool/base/fail.h"
#include "tool/collect/loaded.h"

#define HEAD_BYTES 64
/* More lines than any program needs, and no burden. */
#define MOST_BYTES (32u << 20)

/* An image was there for these records, at most. */
struct stay {
	size_t image;
	uint64_t from;
	uint64_t until; /* UINT64_MAX: it has stayed */
};

/* The begin or the end of one. */
struct event {
	uint64_t count; /* records before it */
	size_t image;
	bool comes;
};

struct loaded {
	ARRAY_OF(struct image_entry) images; /* their texts are the log's */
	ARRAY_OF(uint64_t) places; /* what is to be added in each of them */
	ARRAY_OF(struct stay) stays;
	ARRAY_OF(struct event) events;
	ARRAY_OF(size_t) now; /* images by start */
	bool overlap;	      /* two of these do */
};

/* But for a path that a build id makes superfluous: it may be deleted since. */
static bool same(const struct image_entry *a, const struct image_entry *b)
{
	return a->start == b->start && a->end == b->end && a->bias == b->bias &&
	       !strcmp(a->build_id, b->build_id) &&
	       (strcmp(a->build_id, "-") || !strcmp(a->path, b->path));
}

static size_t image_number(struct loaded *loaded,
			   const struct image_entry *image)
{
	size_t i = loaded->images.count;

	/* What goes came lately, mostly. */
	while (i--)
		if (same(&loaded->images.at[i], image))
			return i;
	array_push(&loaded->images, *image);
	return loaded->images.count - 1;
}

static bool parse_image(char *line, struct image_entry *image)
{
	int id = -1, blank = -1, path = -1;

	if (sscanf(line, "%" SCNx64 " %" SCNx64 " %" SCNx64 " %n%*s%n %n",
		   &image->start, &image->end, &image->bias, &id, &blank,
		   &path) != 3 ||
	    path < 0 || image->start >= image->end || blank - id > 128)
		return false;
	line[blank] = 0;
	image->build_id = line + id;
	image->path = line + blank + 1;
	path_unescape(image->path);
	return true;
}

/* It ends the stay of one image, or of all (SIZE_MAX). */
static void end_stays(struct loaded *loaded, size_t image, uint64_t count)
{
	size_t i = loaded->stays.count;

	while (i--) {
		struct stay *stay = &loaded->stays.at[i];

		if (stay->until != UINT64_MAX ||
		    (image != SIZE_MAX && stay->image != image))
			continue;
		stay->until = count;
		if (image != SIZE_MAX)
			return;
	}
}

/* Two copies of the library in a program both say what they see. */
static bool is_open(const struct loaded *loaded, size_t image)
{
	size_t i = loaded->stays.count;

	while (i--)
		if (loaded->stays.at[i].image == image)
			return loaded->stays.at[i].until == UINT64_MAX;
	return false;
}

/* The kernel's own in every program: not instrumented, and no file. */
static bool has_file(const struct image_entry *image)
{
	return strncmp(image->path, "linux-vdso.", 11) &&
	       strncmp(image->path, "linux-gate.", 11);
}

static bool parse_line(struct loaded *loaded, char *line)
{
	struct image_entry image;
	uint64_t count;
	size_t number;
	char *end;

	if (*line != '+' && *line != '-')
		return false;
	count = strtoull(line + 1, &end, 10);
	if (end == line + 1)
		return false;
	if (!*end && *line == '-') {
		end_stays(loaded, SIZE_MAX, count);
		return true;
	}
	if (*end != ' ' || !parse_image(end + 1, &image))
		return false;
	if (!has_file(&image))
		return true;
	number = image_number(loaded, &image);
	if (*line == '-')
		end_stays(loaded, number, count);
	else if (!is_open(loaded, number))
		array_push(&loaded->stays,
			   (struct stay){ number, count, UINT64_MAX });
	return true;
}

/* What stands before the first line that makes no sense is as good as it is. */
static bool parse(struct loaded *loaded, char *text, size_t bytes)
{
	char *end = text + bytes;

	while (text < end) {
		char *newline = memchr(text, '\n', (size_t)(end - text));

		if (!newline || memchr(text, 0, (size_t)(newline - text)))
			return false;
		*newline = 0;
		if (!parse_line(loaded, text))
			return false;
		text = newline + 1;
	}
	return true;
}

/* Where two counts are equal what goes is gone first. */
static int by_count(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? -1 : 1;
	return x->comes - y->comes;
}

/* Stays without a record are none. */
static void make_events(struct loaded *loaded)
{
	size_t i;

	for (i = 0; i < loaded->stays.count; i++) {
		const struct stay *stay = &loaded->stays.at[i];

		if (stay->from >= stay->until)
			continue;
		array_push(&loaded->events,
			   (struct event){ stay->from, stay->image, true });
		array_push(&loaded->events,
			   (struct event){ stay->until, stay->image, false });
	}
	if (loaded->events.count)
		qsort(loaded->events.at, loaded->events.count,
		      sizeof(*loaded->events.at), by_count);
}

static void look_for_overlaps(struct loaded *loaded)
{
	uint64_t end = 0;
	size_t i;

	loaded->overlap = false;
	for (i = 0; i < loaded->now.count; i++) {
		const struct image_entry *image =
			&loaded->images.at[loaded->now.at[i]];

		loaded->overlap |= image->start < end;
		end = image->end > end ? image->end : end;
	}
}

static void apply(struct loaded *loaded, const struct event *event)
{
	const struct image_entry *images = loaded->images.at;
	size_t i = 0, *at;

	while (i < loaded->now.count && loaded->now.at[i] != event->image &&
	       (!event->comes ||
		images[loaded->now.at[i]].start <= images[event->image].start))
		i++;
	if (event->comes) {
		array_push(&loaded->now, 0);
		at = loaded->now.at + i;
		memmove(at + 1, at, (loaded->now.count - 1 - i) * sizeof(*at));
		*at = event->image;
	} else {
		at = loaded->now.at + i;
		memmove(at, at + 1, (--loaded->now.count - i) * sizeof(*at));
	}
	look_for_overlaps(loaded);
}

static bool is_in(const struct loaded *loaded, size_t i, uint64_t pc)
{
	const struct image_entry *image = &loaded->images.at[loaded->now.at[i]];

	return pc > image->start && pc <= image->end;
}

/* How many of those that are there begin below the address. */
static size_t begin_below(const struct loaded *loaded, uint64_t pc)
{
	size_t low = 0, high = loaded->now.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (loaded->images.at[loaded->now.at[middle]].start < pc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What to add to the address; UNKNOWN_PLACE: in none, or in one of two. */
static uint64_t move_of(const struct loaded *loaded, uint64_t pc)
{
	size_t i, within = begin_below(loaded, pc), hits = 0, hit = 0;

	for (i = within; i-- && (loaded->overlap || i + 1 == within);)
		if (is_in(loaded, i, pc)) {
			hits++;
			hit = i;
		}
	return hits == 1 ? loaded->places.at[loaded->now.at[hit]] :
			   UNKNOWN_PLACE;
}

/* One after the other, with what was there when so many had been recorded. */
static void place_one(struct loaded *loaded, uint64_t *pc, size_t before,
		      size_t *next)
{
	const struct event *events = loaded->events.at;

	while (*next < loaded->events.count && events[*next].count <= before)
		apply(loaded, &events[(*next)++]);
	/* Nobody's is moved too: somebody is there at another time. */
	*pc += move_of(loaded, *pc);
}

/*
 * The counts in the log are those of PCs. Of a comparison beside them nobody
 * knows when it was, so it is of the one image that was there at any time.
 */
static void place_beside(struct loaded *loaded, struct task *task)
{
	size_t i;

	loaded->now.count = 0;
	for (i = 0; i < loaded->images.count; i++)
		apply(loaded, &(struct event){ 0, i, true });
	for (i = 0; i < task->comparisons.count; i++)
		task->comparisons.at[i].pc +=
			move_of(loaded, task->comparisons.at[i].pc);
}

static void place_all(struct loaded *loaded, struct task *task)
{
	size_t i, next = 0;

	for (i = 0; i < task->pcs.count; i++)
		place_one(loaded, &task->pcs.at[i], i, &next);
	if (task->pcs.count && task->comparisons.count)
		place_beside(loaded, task);
	else
		for (i = 0; i < task->comparisons.count; i++)
			place_one(loaded, &task->comparisons.at[i].pc, i,
				  &next);
}

/* An address that was recorded for the first is not again for the second. */
static void warn_of_sets(const struct loaded *loaded)
{
	const struct image_entry *images = loaded->images.at;
	size_t i, k;

	for (i = 0; i < loaded->images.count; i++)
		for (k = 0; k < i; k++)
			if (images[i].start < images[k].end &&
			    images[k].start < images[i].end) {
				warn("%s was loaded where %s had been: what "
				     "ran in both at one address stands for "
				     "the first alone; record without --set",
				     images[i].path, images[k].path);
				return;
			}
}

bool place_by_text(struct recording *recording, struct task *task, char *text,
		   size_t bytes)
{
	struct loaded loaded = { 0 };
	bool good = parse(&loaded, text, bytes);
	size_t i;

	for (i = 0; i < loaded.images.count; i++)
		array_push(&loaded.places,
			   recording_place_image(recording,
						 &loaded.images.at[i]));
	make_events(&loaded);
	if (recording_is_set(recording))
		warn_of_sets(&loaded);
	if (loaded.images.count)
		place_all(&loaded, task);
	good = good && loaded.images.count;
	free(loaded.images.at);
	free(loaded.stays.at);
	free(loaded.places.at);
	free(loaded.events.at);
	free(loaded.now.at);
	return good;
}

bool place_records(struct recording *recording, struct task *task,
		   const struct device *device)
{
	uint64_t bytes = 0;
	bool good = false;
	char *text;

	if (pread(device->fd, &bytes, sizeof(bytes), KCOV_IMAGE_LOG_OFFSET) !=
		    sizeof(bytes) ||
	    bytes > MOST_BYTES)
		bytes = 0;
	text = must_alloc(NULL, bytes, 1);
	if (bytes &&
	    pread(device->fd, text, bytes,
		  KCOV_IMAGE_LOG_OFFSET + HEAD_BYTES) == (ssize_t)bytes)
		good = place_by_text(recording, task, text, bytes);
	free(text);
	return good;
}
