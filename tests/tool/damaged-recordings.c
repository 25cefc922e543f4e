// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A recording cut at every length, with every bit turned, and with damage under
 * a right checksum: built with sanitizers, so that a step outside ends the test.
 * kills: a length that is believed, damage that passes as a whole recording.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/tap.h"
#include "tool/recording/format.h"
#include "tool/recording/recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void make(struct text *file)
{
	struct recording recording = { 0 };
	struct task *task;
	uint64_t i;

	recording_add_fact(&recording, "host", "user");
	recording_add_fact(&recording, "argument", "");
	recording_add_image(&recording, 0x1000, 0x2000, 0x1000, "-",
			    "/a path/with blanks");
	recording_add_image(&recording, 0x5000, 0x9000, ~0ull - 4, "0011", "b");
	task = recording_add_task(&recording, 1, 2, "first");
	for (i = 0; i < 60; i++)
		array_push(&task->pcs, i * i * i * 0x9e3779b97f4a7c15);
	task->lost = 1;
	task = recording_add_task(&recording, 1, 3, "");
	for (i = 0; i < 8; i++)
		array_push(&task->comparisons,
			   (struct comparison){ i, ~i, i << 56, i * 77 });
	recording_write(&recording, file);
	recording_free(&recording);
}

/* True if it is taken for a whole recording. */
static bool passes(const void *bytes, size_t count)
{
	struct recording recording;
	struct text why = { 0 };
	bool whole = false;

	if (recording_parse(&recording, bytes, count, &why)) {
		whole = recording.complete;
		recording_free(&recording);
	}
	text_free(&why);
	return whole;
}

/* A copy of exactly that size, so that reading behind it is seen. */
static uint8_t *cut(const struct text *file, size_t count)
{
	return memcpy(malloc(count ? count : 1), file->at, count);
}

static void test_cuts(const struct text *file)
{
	size_t count, passed = 0;

	for (count = 0; count < file->length; count++) {
		uint8_t *bytes = cut(file, count);

		LLVMFuzzerTestOneInput(bytes, count);
		passed += passes(bytes, count);
		free(bytes);
	}
	tap_ok(!passed, "no recording that is cut short passes as whole");
}

static void test_bits(const struct text *file)
{
	uint8_t *bytes = cut(file, file->length);
	size_t bit, passed = 0;

	for (bit = 0; bit < 8 * file->length; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		LLVMFuzzerTestOneInput(bytes, file->length);
		/* Bits 96 to 127 are for later. */
		passed += (bit < 96 || bit >= 128) &&
			  passes(bytes, file->length);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	free(bytes);
	tap_ok(!passed, "no bit can be turned without being noticed");
}

static uint32_t u32_at(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

/* Each chunk of records gives way to a copy of the first one, a fact. */
static void test_exchanged(const struct text *file)
{
	const uint8_t *old = (const uint8_t *)file->at;
	const size_t first = CHUNK_HEADER + u32_at(old + RECORDING_START + 4);
	unsigned int exchanged = 0, passed = 0;
	size_t at, bytes, rest;
	uint8_t *new = malloc(2 * file->length);

	for (at = RECORDING_START; at < file->length; at += bytes) {
		const uint32_t kind = u32_at(old + at);

		bytes = CHUNK_HEADER + u32_at(old + at + 4);
		rest = file->length - at - bytes;
		if (kind != KIND_PCS && kind != KIND_COMPARISONS &&
		    kind != KIND_LOST)
			continue;
		memcpy(new, old, at);
		memcpy(new + at, old + RECORDING_START, first);
		memcpy(new + at + first, old + at + bytes, rest);
		passed += passes(new, at + first + rest);
		exchanged++;
	}
	free(new);
	tap_ok(exchanged == 3 && !passed,
	       "no chunk of records can give way to another one");
}

static uint32_t random_number(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 16);
}

static void put_u32(uint8_t *at, uint32_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* A chunk whose checksum is right and whose content is anything. */
static size_t bad_chunk(uint8_t *at, const uint8_t *raw, uint32_t count)
{
	static const uint32_t kinds[] = { KIND_FACT,	    KIND_IMAGES,
					  KIND_TASK,	    KIND_PCS,
					  KIND_COMPARISONS, KIND_LOST,
					  KIND_END };
	uLongf stored = 4096;
	uLong crc;

	compress2(at + CHUNK_HEADER, &stored, raw, count, 1);
	put_u32(at, kinds[random_number() % 7]);
	put_u32(at + 4, (uint32_t)stored);
	put_u32(at + 8, random_number() % 16 ? count : random_number());
	crc = crc32(crc32(0, at, 12), at + CHUNK_HEADER, (uInt)stored);
	put_u32(at + 12, (uint32_t)crc);
	return CHUNK_HEADER + stored;
}

static void test_content(void)
{
	uint8_t raw[64], file[RECORDING_START + 8 * 4200];
	unsigned int round, i, chunks;

	for (round = 0; round < 10000; round++) {
		size_t count = RECORDING_START;
		uint8_t *bytes;

		memcpy(file, RECORDING_MAGIC, 8);
		put_u32(file + 8, RECORDING_VERSION);
		put_u32(file + 12, 0);
		for (chunks = random_number() % 8; chunks; chunks--) {
			uint32_t length = random_number() % sizeof(raw);

			for (i = 0; i < length; i++)
				raw[i] = (uint8_t)(random_number() % 3 ?
							   random_number() % 8 :
							   random_number());
			count += bad_chunk(file + count, raw, length);
		}
		bytes = memcpy(malloc(count), file, count);
		LLVMFuzzerTestOneInput(bytes, count);
		free(bytes);
	}
	tap_ok(true, "10000 files of random content under right checksums do "
		     "no harm");
}

int main(void)
{
	struct text file = { 0 };

	make(&file);
	tap_ok(passes(file.at, file.length), "what was written is read");
	test_cuts(&file);
	test_bits(&file);
	test_exchanged(&file);
	test_content();
	text_free(&file);
	return tap_done();
}
