// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What was loaded when: in each device a text that says at which count of its
 * records an image came or went (the lines are in <kcov/images.h>). Called by
 * map.c with its lock held [M], for devices of all threads: whoever calls
 * dlclose() says so for all.
 *
 * Invariant: the word before the text never counts what is not written, so
 * whoever is killed at any moment leaves a log that is true.
 */
#include <string.h>

#include "core/access.h"
#include "port/posix/images/images.h"
#include "port/posix/os/raw.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#define HEAD_BYTES 64
/* Address space, of which only what is written takes memory. */
#define LOG_BYTES (sizeof(void *) == 8 ? 16u << 20 : 1u << 20)
/* What the memory for it is taken in; also room for a last line. */
#define STEP_BYTES (32u << 10)
#define LAST_LINE_BYTES 64

/* Of all devices that this process has enabled [M] */
static struct posix_image_log *logs;

static struct posix_mapping *mapping_of(struct posix_image_log *log)
{
	return (struct posix_mapping *)((char *)log -
					offsetof(struct posix_mapping, log));
}

/* Whoever holds the device may have stored any count. */
static uint64_t count_of(const struct posix_mapping *mapping, bool cmp)
{
	const char *area = (char *)mapping->guard + posix_page_bytes();

	return cmp ? kcov_load_u64((const uint64_t *)area) :
		     kcov_load_word((const uintptr_t *)area);
}

static uint64_t count_now(struct posix_image_log *log)
{
	struct posix_mapping *mapping = mapping_of(log);
	struct posix_header *header =
		(struct posix_header *)((char *)mapping + posix_page_bytes());

	return count_of(mapping, header->device.mode == KCOV_MODE_CMP);
}

/* A fork has wiped the guard: the device is the parent's. */
static bool is_ours(const struct posix_image_log *log)
{
	const struct posix_guard *guard =
		mapping_of((struct posix_image_log *)log)->guard;

	return log->at && guard && guard->alive;
}

/* More memory behind what there is; the file takes none by itself. */
static bool make_room(struct posix_image_log *log, size_t bytes)
{
	while (log->room < HEAD_BYTES + log->used + bytes + LAST_LINE_BYTES) {
		if (log->room + STEP_BYTES > LOG_BYTES ||
		    posix_raw(SYS_madvise, log->at + log->room, STEP_BYTES,
			      MADV_POPULATE_WRITE))
			return false;
		log->room += STEP_BYTES;
	}
	return true;
}

/* The log begins a page; by their type such words may be at odd places of i386.
 */
typedef uint64_t log_word __attribute__((aligned(8)));

static log_word *used_of(const struct posix_image_log *log)
{
	return (log_word *)log->at;
}

/* A program may have two copies of the library, and each of them writes. */
static void take_up(struct posix_image_log *log)
{
	const uint64_t used = __atomic_load_n(used_of(log), __ATOMIC_RELAXED);
	const size_t own = log->used;

	/* Nobody's who knows how, if it is longer than a log gets. */
	if (used > LOG_BYTES)
		return;
	log->used = (size_t)used;
	if (!make_room(log, 0))
		log->used = own;
}

static void publish(struct posix_image_log *log)
{
	__atomic_store_n(used_of(log), log->used, __ATOMIC_RELEASE);
}

/* "+COUNT " or "-COUNT ", then the line, of `bytes` with its newline. */
static void put_line(struct posix_image_log *log, char sign, uint64_t count,
		     const char *line, size_t bytes)
{
	char *to = log->at + HEAD_BYTES + log->used;
	char digits[KCOV_DIGITS];
	const char *number = posix_digits(digits, count);
	size_t length = strlen(number);

	*to++ = sign;
	memcpy(to, number, length);
	to += length;
	if (bytes > 1)
		*to++ = ' ';
	memcpy(to, line, bytes);
	log->used += 1 + length + (bytes > 1) + bytes;
}

/* What comes now is not known, and who comes next must not wait. */
static void give_up(struct posix_image_log *log, uint64_t count)
{
	put_line(log, '-', count, "\n", 1);
	publish(log);
	log->room = 0;
}

static size_t line_bytes(const char *line, const char *end)
{
	const char *newline = memchr(line, '\n', (size_t)(end - line));

	return newline ? (size_t)(newline + 1 - line) : (size_t)(end - line);
}

/*
 * Up to its path, which depends on the folder of now, and on whether it was
 * moved; but where there is no build id, that is all there is.
 */
static size_t identity_bytes(const char *line, size_t bytes)
{
	int blanks = 0;
	size_t i;

	for (i = 0; i < bytes && blanks < 4; i++)
		blanks += line[i] == ' ';
	return i > 1 && line[i - 2] == '-' ? bytes : i;
}

static bool has_line(const struct posix_map_text *map, const char *line,
		     size_t bytes)
{
	const char *at = map->text, *end = at + map->bytes;
	const size_t wanted = identity_bytes(line, bytes);
	size_t length;

	for (; at < end; at += length) {
		length = line_bytes(at, end);
		if (length >= wanted && !memcmp(at, line, wanted))
			return true;
	}
	return false;
}

/* The lines of one map that the other one has not. False: no room. */
static bool put_difference(struct posix_image_log *log, char sign,
			   uint64_t count, const struct posix_map_text *of,
			   const struct posix_map_text *without)
{
	const char *at = of->text, *end = at + of->bytes;
	size_t length;

	for (; at < end; at += length) {
		length = line_bytes(at, end);
		if (has_line(without, at, length))
			continue;
		if (!make_room(log, length + KCOV_DIGITS + 2))
			return false;
		put_line(log, sign, count, at, length);
	}
	return true;
}

/*
 * What is new was not loaded when this was looked at last, and has records from
 * then on at most; what is gone has none from now on.
 */
static void note(struct posix_image_log *log, const struct posix_map_text *old,
		 const struct posix_map_text *now)
{
	uint64_t count = count_now(log), before = log->looked_at;

	log->looked_at = count;
	log->identity = now->identity;
	log->begin = 0;
	if (!log->room)
		return;
	take_up(log);
	/* The client has begun anew: nothing that was before matters. */
	if (count < before) {
		log->used = 0;
		before = 0;
		old = NULL;
	}
	if ((old && !put_difference(log, '-', count, old, now)) ||
	    !put_difference(log, '+', before, now,
			    old ? old : &(struct posix_map_text){ "", 0, 0 }))
		give_up(log, count);
	else
		publish(log);
}

void posix_image_log_note(const struct posix_map_text *old,
			  const struct posix_map_text *now)
{
	struct posix_image_log *log;

	for (log = logs; log; log = log->next)
		if (is_ours(log) && log->identity)
			note(log, log->identity == old->identity ? old : NULL,
			     now);
}

static bool map_log(struct posix_image_log *log, int fd)
{
	if (log->at)
		return true;
	if (posix_raw_allocate(fd, KCOV_IMAGE_LOG_OFFSET, STEP_BYTES))
		return false;
	log->at = posix_raw_mmap(NULL, LOG_BYTES, PROT_READ | PROT_WRITE,
				 MAP_SHARED, fd, KCOV_IMAGE_LOG_OFFSET);
	if (!log->at)
		return false;
	log->room = STEP_BYTES;
	log->used = (size_t)__atomic_load_n(used_of(log), __ATOMIC_RELAXED);
	/* Another program's, or nobody's who knows how. */
	if (log->used > LOG_BYTES - HEAD_BYTES - LAST_LINE_BYTES)
		log->used = 0;
	log->next = logs;
	logs = log;
	return true;
}

/* All that is loaded; what was before is gone, if there are records of it. */
static bool put_all(struct posix_image_log *log, uint64_t count,
		    const struct posix_map_text *now)
{
	const struct posix_map_text none = { "", 0, 0 };

	if (!log->room)
		return false;
	take_up(log);
	if (!make_room(log, KCOV_DIGITS + 2))
		return false;
	if (count)
		put_line(log, '-', count, "\n", 1);
	else
		log->used = 0;
	if (put_difference(log, '+', count, now, &none))
		return true;
	give_up(log, count);
	return false;
}

uint64_t posix_image_session(const struct posix_header *header)
{
	return header->device.epoch + 1ull;
}

bool posix_image_log_begin(struct posix_header *header,
			   const struct posix_map_text *now)
{
	struct posix_mapping *mapping = posix_mapping_of(header);
	struct posix_image_log *log = &mapping->log;
	const uint64_t session = posix_image_session(header);
	uint64_t count;
	bool good;

	if (!mapping->guard || log->session == session)
		return true;
	log->session = session;
	count = count_now(log);
	/* It stands there already. */
	if (log->at && log->identity == now->identity &&
	    (count || log->begin == log->used)) {
		log->looked_at = count;
		return true;
	}
	if (!map_log(log, mapping->fd))
		return false;
	if (!count && !log->room)
		log->room = STEP_BYTES;
	good = put_all(log, count, now);
	publish(log);
	log->looked_at = count;
	log->identity = now->identity;
	log->begin = count ? 0 : log->used;
	return good;
}

bool posix_image_logs_are_kept(void)
{
	return __atomic_load_n(&logs, __ATOMIC_RELAXED);
}

void posix_image_log_end(struct posix_image_log *log)
{
	struct posix_image_log **at = &logs;

	while (*at && *at != log)
		at = &(*at)->next;
	if (*at)
		*at = log->next;
	posix_raw_munmap(log->at, LOG_BYTES);
	log->at = NULL;
}
