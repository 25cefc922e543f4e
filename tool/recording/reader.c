// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Bytes that may come from anybody. Every length is compared with what is left
 * before it is used, and what a small file can make us allocate is bounded.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tool/recording/format.h"
#include "tool/recording/recording.h"

struct bytes {
	const unsigned char *at;
	size_t left;
};

struct reader {
	struct recording *recording;
	struct text *why;
	struct bytes file;
	unsigned char *raw; /* the chunk's content */
	uint64_t raw_total;
	uint64_t bytes; /* of the whole file */
	uint64_t chunks;
	uint32_t version;
};

static uint32_t u32_at(const unsigned char *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

static bool take_number(struct bytes *bytes, uint64_t *value)
{
	int shift;

	*value = 0;
	for (shift = 0; shift < 64 && bytes->left; shift += 7) {
		unsigned char byte = *bytes->at++;

		bytes->left--;
		*value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return shift < 63 || byte < 2;
	}
	return false;
}

static bool take_difference(struct bytes *bytes, uint64_t *last)
{
	uint64_t value;

	if (!take_number(bytes, &value))
		return false;
	*last += value >> 1 ^ -(value & 1);
	return true;
}

/* A text without NUL in it, to be freed. */
static char *take_text(struct bytes *bytes)
{
	uint64_t length;
	char *text;

	if (!take_number(bytes, &length) || length > bytes->left ||
	    memchr(bytes->at, 0, (size_t)length))
		return NULL;
	text = must_alloc(NULL, (size_t)length + 1, 1);
	memcpy(text, bytes->at, (size_t)length);
	text[length] = 0;
	bytes->at += length;
	bytes->left -= (size_t)length;
	return text;
}

static bool read_fact(struct reader *reader, struct bytes *bytes)
{
	char *key = take_text(bytes);
	char *value = key ? take_text(bytes) : NULL;

	if (value && *key)
		array_push(&reader->recording->facts,
			   (struct fact){ key, value });
	if (value && *key)
		return true;
	free(key);
	free(value);
	return false;
}

static bool read_image(struct reader *reader, char *line)
{
	struct recording *recording = reader->recording;
	uint64_t start, end, bias;
	char build_id[129];
	int path = -1;

	if (sscanf(line, "%" SCNx64 " %" SCNx64 " %" SCNx64 " %128s %n", &start,
		   &end, &bias, build_id, &path) != 4 ||
	    path < 0 || !line[path] || start >= end)
		return false;
	if (reader->version > 1)
		path_unescape(line + path);
	recording_add_image(recording, start, end, bias, build_id, line + path);
	return true;
}

static bool read_images(struct reader *reader, struct bytes *bytes)
{
	while (bytes->left) {
		const unsigned char *newline =
			memchr(bytes->at, '\n', bytes->left);
		size_t length = newline ? (size_t)(newline - bytes->at) : 0;
		char line[17000]; /* an escaped path and four numbers */

		if (!length || length >= sizeof(line) ||
		    memchr(bytes->at, 0, length))
			return false;
		memcpy(line, bytes->at, length);
		line[length] = 0;
		if (!read_image(reader, line))
			return false;
		bytes->at += length + 1;
		bytes->left -= length + 1;
	}
	return true;
}

static bool read_task(struct reader *reader, struct bytes *bytes)
{
	uint64_t pid, tid;
	char *name;

	if (!take_number(bytes, &pid) || !take_number(bytes, &tid) ||
	    pid > UINT32_MAX || tid > UINT32_MAX)
		return false;
	name = take_text(bytes);
	if (!name)
		return false;
	recording_add_task(reader->recording, (uint32_t)pid, (uint32_t)tid,
			   name);
	free(name);
	return true;
}

static struct task *last_task(struct reader *reader)
{
	size_t count = reader->recording->tasks.count;

	return count ? &reader->recording->tasks.at[count - 1] : NULL;
}

/* How many begin in there: memory is taken for what there is. */
static size_t numbers_in(const struct bytes *bytes)
{
	size_t i, count = 0;

	for (i = 0; i < bytes->left; i++)
		count += !(bytes->at[i] & 0x80);
	return count;
}

static bool read_pcs(struct reader *reader, struct bytes *bytes)
{
	struct task *task = last_task(reader);
	uint64_t pc = 0;

	if (task)
		array_reserve(&task->pcs, numbers_in(bytes));

	while (task && bytes->left) {
		if (!take_difference(bytes, &pc))
			return false;
		array_push(&task->pcs, pc);
	}
	return task;
}

static bool read_comparisons(struct reader *reader, struct bytes *bytes)
{
	struct task *task = last_task(reader);
	struct comparison record = { 0 };

	while (task && bytes->left) {
		if (!take_number(bytes, &record.type) ||
		    !take_number(bytes, &record.arg1) ||
		    !take_number(bytes, &record.arg2) ||
		    !take_difference(bytes, &record.pc))
			return false;
		array_push(&task->comparisons, record);
	}
	return task;
}

static bool read_lost(struct reader *reader, struct bytes *bytes)
{
	struct task *task = last_task(reader);
	uint64_t lost;

	if (!task || !take_number(bytes, &lost) || bytes->left)
		return false;
	task->lost = lost;
	return true;
}

/* The writer's totals: what a repetition or a gap of whole chunks breaks. */
static bool read_end(struct reader *reader, struct bytes *bytes)
{
	const struct recording *recording = reader->recording;
	uint64_t chunks, pcs, comparisons, lost, count = 0;
	size_t i;

	for (i = 0; i < recording->tasks.count; i++)
		count += recording->tasks.at[i].comparisons.count;
	return take_number(bytes, &chunks) && take_number(bytes, &pcs) &&
	       take_number(bytes, &comparisons) && take_number(bytes, &lost) &&
	       chunks == reader->chunks && comparisons == count &&
	       pcs == recording_pcs(recording) &&
	       lost == recording_lost(recording);
}

static bool read_payload(struct reader *reader, uint32_t kind, size_t count)
{
	struct bytes bytes = { reader->raw, count };

	switch (kind) {
	case KIND_FACT:
		return read_fact(reader, &bytes) && !bytes.left;
	case KIND_IMAGES:
		return read_images(reader, &bytes);
	case KIND_TASK:
		return read_task(reader, &bytes) && !bytes.left;
	case KIND_PCS:
		return read_pcs(reader, &bytes);
	case KIND_COMPARISONS:
		return read_comparisons(reader, &bytes);
	case KIND_LOST:
		return read_lost(reader, &bytes);
	case KIND_END:
		return read_end(reader, &bytes) && !bytes.left;
	}
	return false;
}

/* What is wrong with the chunk ahead, NULL if nothing: then it is in raw. */
static const char *unpack(struct reader *reader, uint32_t *kind, uLongf *count)
{
	const unsigned char *header = reader->file.at;
	uint32_t stored, raw, crc;

	if (reader->file.left < CHUNK_HEADER)
		return "it is cut short";
	*kind = u32_at(header);
	stored = u32_at(header + 4);
	raw = u32_at(header + 8);
	if (stored > reader->file.left - CHUNK_HEADER)
		return "it is cut short, or a length is damaged";
	crc = (uint32_t)crc32(0, header, 12);
	crc = (uint32_t)crc32(crc, header + CHUNK_HEADER, stored);
	if (crc != u32_at(header + 12))
		return "a checksum does not match";
	reader->raw_total += raw;
	if (raw > MOST_RAW_IN_CHUNK ||
	    least_file(reader->raw_total) > reader->bytes)
		return "it unpacks to more than a file of its size may hold";
	*count = raw;
	reader->raw = must_alloc(reader->raw, raw, 1);
	if (uncompress(reader->raw, count, header + CHUNK_HEADER, stored) !=
		    Z_OK ||
	    *count != raw)
		return "a chunk does not unpack";
	reader->file.at += CHUNK_HEADER + stored;
	reader->file.left -= CHUNK_HEADER + stored;
	return NULL;
}

static void read_chunks(struct reader *reader)
{
	uint32_t kind = 0;

	while (kind != KIND_END) {
		const char *wrong;
		uLongf count;
		char name[5];

		wrong = unpack(reader, &kind, &count);
		if (wrong) {
			text_printf(reader->why, "%s after %" PRIu64 " chunks",
				    wrong, reader->chunks);
			return;
		}
		if (!read_payload(reader, kind, count)) {
			kind_text(kind, name);
			text_printf(reader->why,
				    "chunk %" PRIu64 " (%s) makes no sense",
				    reader->chunks, name);
			return;
		}
		reader->chunks++;
	}
	reader->recording->complete = !reader->file.left;
	if (reader->file.left)
		text_printf(reader->why, "%zu bytes follow its end",
			    reader->file.left);
}

bool recording_parse(struct recording *recording, const void *bytes,
		     size_t count, struct text *why)
{
	struct reader reader = { .recording = recording,
				 .why = why,
				 .file = { bytes, count },
				 .bytes = count };

	memset(recording, 0, sizeof(*recording));
	if (count < RECORDING_START || memcmp(bytes, RECORDING_MAGIC, 8)) {
		text_add(why, "it is no recording");
		return false;
	}
	reader.version = u32_at(reader.file.at + 8);
	if (reader.version < RECORDING_OLDEST ||
	    reader.version > RECORDING_VERSION) {
		text_printf(why,
			    "it has version %" PRIu32 ", this kcovctl "
			    "reads versions %d to %d",
			    reader.version, RECORDING_OLDEST,
			    RECORDING_VERSION);
		return false;
	}
	reader.file.at += RECORDING_START;
	reader.file.left -= RECORDING_START;
	read_chunks(&reader);
	recording_sort_images(recording);
	free(reader.raw);
	if (recording->complete || recording->tasks.count)
		return true;
	recording_free(recording);
	return false;
}
