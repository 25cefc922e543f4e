// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A recording as the bytes of its file (format.h). Called by what has collected
 * or combined. The recording is ours and valid; the file must be readable by
 * what is described in the format and no more, so chunks stay well below what
 * readers refuse.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tool/recording/format.h"
#include "tool/recording/recording.h"

/* Well below what readers accept; records do not straddle chunks. */
#define CHUNK_FULL (1u << 20)

struct writer {
	struct text *file;
	struct text raw; /* of the chunk that is being made */
	/* One for all chunks: a new one clears a quarter of a megabyte. */
	z_stream packer;
	uint64_t chunks;
	uint64_t raw_total;
};

static void add_u32(struct text *out, uint32_t value)
{
	unsigned char bytes[4] = { (unsigned char)value,
				   (unsigned char)(value >> 8),
				   (unsigned char)(value >> 16),
				   (unsigned char)(value >> 24) };

	text_add_bytes(out, bytes, sizeof(bytes));
}

static void add_number(struct text *out, uint64_t value)
{
	unsigned char bytes[10];
	size_t count = 0;

	do {
		bytes[count] = (unsigned char)(value & 0x7f);
		value >>= 7;
		bytes[count++] |= value ? 0x80 : 0;
	} while (value);
	text_add_bytes(out, bytes, count);
}

static void add_difference(struct text *out, uint64_t value, uint64_t *last)
{
	uint64_t difference = value - *last;

	add_number(out, difference << 1 ^ -(difference >> 63));
	*last = value;
}

static void add_text(struct text *out, const char *value)
{
	add_number(out, strlen(value));
	text_add(out, value);
}

static void end_chunk(struct writer *writer, uint32_t kind)
{
	const size_t room = compressBound(writer->raw.length);
	size_t header = writer->file->length, least, stored;
	unsigned char *packed;
	uLong crc;

	writer->raw_total += writer->raw.length;
	least = least_file(writer->raw_total);
	least -= least < header ? least : header;
	packed = must_alloc(NULL, room > least ? room : least, 1);

	/* It cannot fail: the room is what zlib asked for. */
	deflateReset(&writer->packer);
	writer->packer.next_in = (Bytef *)writer->raw.at;
	writer->packer.avail_in = (uInt)writer->raw.length;
	writer->packer.next_out = packed;
	writer->packer.avail_out = (uInt)room;
	deflate(&writer->packer, Z_FINISH);
	stored = writer->packer.total_out;
	/* Padding, so that a reader may refuse what grows without bounds. */
	if (stored < least) {
		memset(packed + stored, 0, least - stored);
		stored = least;
	}
	add_u32(writer->file, kind);
	add_u32(writer->file, (uint32_t)stored);
	add_u32(writer->file, (uint32_t)writer->raw.length);
	crc = crc32(0, (const Bytef *)writer->file->at + header, 12);
	crc = crc32(crc, packed, (uInt)stored);
	add_u32(writer->file, (uint32_t)crc);
	text_add_bytes(writer->file, packed, stored);
	free(packed);
	writer->raw.length = 0;
	writer->chunks++;
}

/* A newline ends the line: so it is written as the library does. */
static void add_path(struct text *out, const char *path)
{
	for (; *path; path++)
		if (*path == '\n' || *path == '\\')
			text_printf(out, "\\%03o", (unsigned int)*path);
		else
			text_add_bytes(out, path, 1);
}

static void write_images(struct writer *writer,
			 const struct recording *recording)
{
	size_t i;

	for (i = 0; i < recording->images.count; i++) {
		const struct image_entry *image = &recording->images.at[i];

		text_printf(&writer->raw,
			    "0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " %s ",
			    image->start, image->end, image->bias,
			    image->build_id);
		add_path(&writer->raw, image->path);
		text_add(&writer->raw, "\n");
	}
	if (writer->raw.length)
		end_chunk(writer, KIND_IMAGES);
}

static void write_pcs(struct writer *writer, const struct task *task)
{
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < task->pcs.count; i++) {
		add_difference(&writer->raw, task->pcs.at[i], &last);
		if (writer->raw.length >= CHUNK_FULL) {
			end_chunk(writer, KIND_PCS);
			last = 0;
		}
	}
	if (writer->raw.length)
		end_chunk(writer, KIND_PCS);
}

static void write_comparisons(struct writer *writer, const struct task *task)
{
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < task->comparisons.count; i++) {
		const struct comparison *record = &task->comparisons.at[i];

		add_number(&writer->raw, record->type);
		add_number(&writer->raw, record->arg1);
		add_number(&writer->raw, record->arg2);
		add_difference(&writer->raw, record->pc, &last);
		if (writer->raw.length >= CHUNK_FULL) {
			end_chunk(writer, KIND_COMPARISONS);
			last = 0;
		}
	}
	if (writer->raw.length)
		end_chunk(writer, KIND_COMPARISONS);
}

static void write_task(struct writer *writer, const struct task *task)
{
	add_number(&writer->raw, task->pid);
	add_number(&writer->raw, task->tid);
	add_text(&writer->raw, task->name);
	end_chunk(writer, KIND_TASK);
	write_pcs(writer, task);
	write_comparisons(writer, task);
	if (task->lost) {
		add_number(&writer->raw, task->lost);
		end_chunk(writer, KIND_LOST);
	}
}

void recording_write(const struct recording *recording, struct text *bytes)
{
	struct writer writer = { .file = bytes };
	uint64_t comparisons = 0;
	size_t i;

	if (deflateInit(&writer.packer, 6) != Z_OK)
		die(STATUS_FAILED, "out of memory to pack a recording");
	text_add_bytes(bytes, RECORDING_MAGIC, 8);
	add_u32(bytes, RECORDING_VERSION);
	add_u32(bytes, 0);
	for (i = 0; i < recording->facts.count; i++) {
		add_text(&writer.raw, recording->facts.at[i].key);
		add_text(&writer.raw, recording->facts.at[i].value);
		end_chunk(&writer, KIND_FACT);
	}
	write_images(&writer, recording);
	for (i = 0; i < recording->tasks.count; i++) {
		write_task(&writer, &recording->tasks.at[i]);
		comparisons += recording->tasks.at[i].comparisons.count;
	}
	add_number(&writer.raw, writer.chunks);
	add_number(&writer.raw, recording_pcs(recording));
	add_number(&writer.raw, comparisons);
	add_number(&writer.raw, recording_lost(recording));
	end_chunk(&writer, KIND_END);
	deflateEnd(&writer.packer);
	text_free(&writer.raw);
}
