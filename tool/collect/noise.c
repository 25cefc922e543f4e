// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Takes out of the records of a call what ptrace made the kernel execute around
 * it. noise_measure() traces a child of its own that makes calls which do
 * nothing; noise_strip() looks in the records of a real call for the PCs that
 * were measured, at both ends and at each stop in between. Called by what
 * follows system calls in a kernel. Records come from memory that the traced
 * program can write, so nothing of their order is taken for granted.
 */
#include <fcntl.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tool/collect/calls.h"

/*
 * Calls measured. Interrupts only add records, and the shortest call has none:
 * eight in a row do not meet one each.
 */
#define ROUNDS 8
/* A number that no system call has: all records of the call are ptrace's. */
#define NO_SUCH_CALL 4095
/* The area of the measuring child, in words. */
#define WORDS (1u << 14)
/*
 * How many records more than measured may stand before a call: ptrace executes
 * more if a signal is pending.
 */
#define FARTHEST 64
/* This many records in a row that are as measured do not match by chance. */
#define ANCHOR 4
/* Put-off work of a call runs within this many records behind the call. */
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

/* The index where the noise before the call ends; 0: not found. */
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

/*
 * The index of the last record before `end` with the PC that the noise behind a
 * call begins with; `end` if there is none.
 */
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
 * A call may put off work until the call is over (task_work, as the last fput
 * of a file). The kernel does that work after ptrace's first records behind the
 * call, which begin at `at`. The work is [*from, *to): the records between
 * ptrace's first ones and those that go on as measured. False: not found.
 */
static bool find_put_off(const struct noise *noise, const word_array *records,
			 size_t at, size_t *from, size_t *to)
{
	size_t head = same_forward(noise, records, at, &noise->behind);
	word_array rest = { noise->behind.at + head, ANCHOR, 0 };

	*from = *to = at + head;
	if (head > HEAD || head + ANCHOR > noise->behind.count)
		return false;
	for (; *to + ANCHOR <= count_of(noise, records); ++*to)
		if (same_forward(noise, records, *to, &rest) == ANCHOR)
			return true;
	return false;
}

/* Takes out the noise behind the call; false: the noise was not found. */
static bool strip_behind(struct noise *noise, word_array *records)
{
	size_t count = count_of(noise, records), from, to;
	size_t at = start_of_behind(noise, records, count);

	if (at == count)
		return false;
	if (find_put_off(noise, records, at, &from, &to) && from < to) {
		/* The first and the last of it may be ptrace's, the rest is the
		 * call's. */
		to -= pc_of(noise, records, to - 1) == noise->put_off[1];
		remove_records(noise, records, to, count);
		from += from < to &&
			pc_of(noise, records, from) == noise->put_off[0];
		remove_records(noise, records, at, from);
	} else {
		if (count - at > noise->longest)
			noise->longest = count - at;
		remove_records(noise, records, at, count);
	}
	return true;
}

/* As start_of_behind(), for a buffer that was full within the noise. */
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

/*
 * Takes out the noise behind a call that found no room for all: `at` is where
 * it begins, if that was before the end.
 */
static void strip_lost(const struct noise *noise, word_array *records,
		       const word_array *stops, struct call *call)
{
	size_t i, count = count_of(noise, records);
	size_t at = start_of_cut_behind(noise, records);
	size_t more = noise->longest - (count - at);

	remove_records(noise, records, at, count);
	for (i = 0; i < stops->count; i++)
		if (stops->at[i] >= count)
			more += noise->longest + noise->before.count + FARTHEST;
	call->lost -= more < call->lost ? more : call->lost;
	/* Where the noise has not begun, the call was cut. */
	if (!call->lost)
		call->lost = at == count;
	call->counted = false;
}

bool noise_strip(struct noise *noise, word_array *records,
		 const word_array *stops, struct call *call)
{
	size_t at, i;
	bool found = true;

	if (call->returned && call->lost && noise->behind.count)
		strip_lost(noise, records, stops, call);
	else if (call->returned && noise->behind.count)
		found = strip_behind(noise, records);
	/* Each stop within the call has the noise of both ends around it. */
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

/* The mapping holds the file last, so munmap() puts off the file's release. */
static void put_something_off(void)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	void *at = mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0);

	close(fd);
	syscall(SYS_munmap, at, 1);
}

static void make_calls(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		syscall(SYS_getpid);
		syscall(NO_SUCH_CALL);
	}
	put_something_off();
}

/*
 * Where the records of the call that does nothing divide into those before and
 * those behind a call; false if the short call does not have both at its ends.
 */
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
	if (nothing->count - before > noise->longest)
		noise->longest = nothing->count - before;
	for (i = 0; i < nothing->count; i++)
		array_push(i < before ? &noise->before : &noise->behind,
			   nothing->at[i]);
}

static void note_put_off(struct noise *noise, const struct call *call)
{
	size_t words = call->count * noise_words(noise->mode), from, to;
	word_array records = { 0 };

	array_reserve(&records, words);
	memcpy(records.at, call->records, words * sizeof(*records.at));
	records.count = words;
	if (find_put_off(noise, &records,
			 start_of_behind(noise, &records, call->count), &from,
			 &to) &&
	    from < to) {
		noise->put_off[0] = pc_of(noise, &records, from);
		noise->put_off[1] = pc_of(noise, &records, to - 1);
	}
	free(records.at);
}

static void look_at(struct call *call, void *data)
{
	struct measuring *measuring = data;
	unsigned int words = noise_words(measuring->noise->mode);
	word_array *kept;
	size_t i;

	if (call->number == SYS_munmap && measuring->measured && !call->lost)
		note_put_off(measuring->noise, call);
	if (call->number == SYS_getpid)
		kept = &measuring->little;
	else if (call->number == NO_SUCH_CALL)
		kept = &measuring->nothing;
	else
		return;
	kept->count = 0;
	for (i = 0; i < call->count; i++)
		array_push(kept, call->records[i * words + words - 1]);
	if (call->number == NO_SUCH_CALL && !call->lost)
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
