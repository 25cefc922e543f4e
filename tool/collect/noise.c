// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tool/collect/calls.h"

/* Interrupts only add records: the shortest of many is without them. */
#define ROUNDS 32
#define NO_SUCH_CALL 4095
#define WORDS (1u << 14)
/* How much longer than measured it may be before a call: a signal waits. */
#define FARTHEST 64
/* So many records go on as measured, not by chance. */
#define ANCHOR 4
/* So early ptrace lets run what a call has put off. */
#define HEAD 8

unsigned int noise_words(unsigned int mode)
{
	return mode == KCOV_TRACE_CMP ? 4 : 1;
}

/* The PC of a record is its last word. */
static uint64_t pc_of(const struct noise *noise, const word_array *records,
		      size_t i)
{
	unsigned int words = noise_words(noise->mode);

	return records->at[i * words + words - 1];
}

static size_t count_of(const struct noise *noise, const word_array *records)
{
	return records->count / noise_words(noise->mode);
}

/* How many PCs from records[from] on are as in `known`. */
static size_t same_forward(const struct noise *noise, const word_array *records,
			   size_t from, const word_array *known)
{
	size_t i, room = count_of(noise, records) - from;

	for (i = 0; i < known->count && i < room; i++)
		if (pc_of(noise, records, from + i) != known->at[i])
			break;
	return i;
}

static void remove_records(const struct noise *noise, word_array *records,
			   size_t from, size_t to)
{
	unsigned int words = noise_words(noise->mode);

	if (from == to)
		return;
	memmove(records->at + from * words, records->at + to * words,
		(records->count - to * words) * sizeof(*records->at));
	records->count -= (to - from) * words;
}

/* Where what came before the call ends; 0: not found. */
static size_t end_of_before(const struct noise *noise,
			    const word_array *records)
{
	const word_array *before = &noise->before;
	size_t i, most = count_of(noise, records);

	if (most > before->count + FARTHEST)
		most = before->count + FARTHEST;
	for (i = 0; i < most; i++)
		if (pc_of(noise, records, i) == before->at[before->count - 1])
			return i + 1;
	return 0;
}

/* The last record before `end` of what behind begins with; `end`: none. */
static size_t start_of_behind(const struct noise *noise,
			      const word_array *records, size_t end)
{
	size_t at = end;

	while (noise->behind.count && at--)
		if (pc_of(noise, records, at) == noise->behind.at[0])
			return at;
	return end;
}

/*
 * Takes out what came behind the call. Work that the call had put off until it
 * is over (task_work, as the last fput of a file) runs where ptrace has just
 * begun, and is the call's own: that is what goes on as it was measured only
 * later. False: not found.
 */
static bool strip_behind(const struct noise *noise, word_array *records)
{
	size_t count = count_of(noise, records);
	size_t at = start_of_behind(noise, records, count);
	size_t head = same_forward(noise, records, at, &noise->behind), end;
	word_array rest = { noise->behind.at + head, ANCHOR, 0 };

	if (at == count)
		return false;
	if (head <= HEAD && head + ANCHOR <= noise->behind.count)
		for (end = at + head; end + ANCHOR <= count; end++)
			if (same_forward(noise, records, end, &rest) ==
			    ANCHOR) {
				remove_records(noise, records, end, count);
				count = at + head;
				break;
			}
	remove_records(noise, records, at, count);
	return true;
}

/* The same where the buffer was full before its end. */
static size_t start_of_cut_behind(const struct noise *noise,
				  const word_array *records)
{
	size_t count = count_of(noise, records);
	size_t most = count < noise->behind.count ? count : noise->behind.count;

	for (; most >= ANCHOR; most--)
		if (same_forward(noise, records, count - most,
				 &noise->behind) == most)
			return count - most;
	return count;
}

bool noise_strip(const struct noise *noise, word_array *records,
		 const word_array *stops, bool returned, bool *full)
{
	size_t count = count_of(noise, records), at, i;
	bool found = true;

	if (returned && *full && noise->behind.count) {
		at = start_of_cut_behind(noise, records);
		*full = at == count;
		remove_records(noise, records, at, count);
	} else if (returned && noise->behind.count) {
		found = strip_behind(noise, records);
	}
	/* A stop leaves a thread and comes back to it as the two ends do. */
	for (i = stops->count; i--;) {
		at = stops->at[i];
		if (at > count_of(noise, records))
			continue;
		remove_records(
			noise, records, start_of_behind(noise, records, at),
			at + same_forward(noise, records, at, &noise->before));
	}
	if (noise->before.count) {
		at = end_of_before(noise, records);
		found &= at > 0;
		remove_records(noise, records, 0, at);
	}
	return found;
}

struct measuring {
	struct noise *noise;
	word_array nothing; /* PCs of the call that does not exist */
	word_array little;  /* of the one before, which does little */
	bool measured;
};

static void make_calls(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		syscall(SYS_getpid);
		syscall(NO_SUCH_CALL);
	}
}

/* `nothing` is what `little` has on both sides of its own; or false. */
static bool divide(const struct measuring *measuring, size_t *before)
{
	const word_array *nothing = &measuring->nothing;
	const word_array *little = &measuring->little;
	size_t behind;

	for (*before = 0; *before < nothing->count; ++*before)
		if (*before == little->count ||
		    nothing->at[*before] != little->at[*before])
			break;
	behind = nothing->count - *before;
	return little->count >= nothing->count &&
	       (!behind || !memcmp(nothing->at + *before,
				   little->at + little->count - behind,
				   behind * sizeof(*nothing->at)));
}

static void keep_shortest(struct measuring *measuring)
{
	struct noise *noise = measuring->noise;
	const word_array *nothing = &measuring->nothing;
	size_t i, before;

	if (!divide(measuring, &before) ||
	    (measuring->measured &&
	     nothing->count >= noise->before.count + noise->behind.count))
		return;
	measuring->measured = true;
	noise->before.count = noise->behind.count = 0;
	for (i = 0; i < nothing->count; i++)
		array_push(i < before ? &noise->before : &noise->behind,
			   nothing->at[i]);
}

static void look_at(struct call *call, void *data)
{
	struct measuring *measuring = data;
	unsigned int words = noise_words(measuring->noise->mode);
	word_array *kept;
	size_t i;

	if (call->number == SYS_getpid)
		kept = &measuring->little;
	else if (call->number == NO_SUCH_CALL)
		kept = &measuring->nothing;
	else
		return;
	kept->count = 0;
	for (i = 0; i < call->count; i++)
		array_push(kept, call->records[i * words + words - 1]);
	if (call->number == NO_SUCH_CALL && !call->full)
		keep_shortest(measuring);
}

void noise_measure(struct noise *noise, unsigned int mode)
{
	struct measuring measuring = { .noise = noise };
	struct device device;
	struct calls_request request = { .instead = make_calls,
					 .device = &device,
					 .mode = mode,
					 .host = HOST_KERNEL,
					 .leave = look_at,
					 .data = &measuring };

	*noise = (struct noise){ .mode = mode };
	if (!device_open(&device, WORDS))
		exit(STATUS_WRAPPER_FAILED);
	calls_follow(&request);
	device_close(&device);
	if (measuring.measured)
		detail("ptrace adds %zu records before and %zu behind a call",
		       noise->before.count, noise->behind.count);
	else
		warn("what ptrace makes the kernel execute could not be told "
		     "from getpid(): it is in every call");
	free(measuring.nothing.at);
	free(measuring.little.at);
}

void noise_free(struct noise *noise)
{
	free(noise->before.at);
	free(noise->behind.at);
}
