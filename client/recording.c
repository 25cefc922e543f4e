// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * <kcov/recording.h>: the chunks of kcov-formats(5), stored without packing, so
 * that no library is needed. Called by clients, from one thread at a time.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kcov/recording.h>

#define VERSION 2
#define ROOM (32u << 10)
/* The longest thing that must not straddle chunks, less a text. */
#define MOST_NUMBERS 64

struct kcov_recording {
	FILE *file;
	int error; /* the first errno; 0: none */
	uint64_t chunks, pcs, comparisons, lost;
	size_t used;
	unsigned char payload[ROOM];
};

static void put_u32(unsigned char *at, uint32_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

static uint32_t crc32_of(uint32_t crc, const unsigned char *bytes, size_t count)
{
	int bit;

	crc = ~crc;
	while (count--)
		for (crc ^= *bytes++, bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	return ~crc;
}

static uint32_t adler32_of(const unsigned char *bytes, size_t count)
{
	uint32_t a = 1, b = 0;

	while (count--) {
		a = (a + *bytes++) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static void write_all(struct kcov_recording *recording, const void *bytes,
		      size_t count)
{
	if (!recording->error &&
	    fwrite(bytes, 1, count, recording->file) != count)
		recording->error = errno ? errno : EIO;
}

/* A zlib stream of one stored block: 7 bytes, the payload, 4 bytes. */
static void end_chunk(struct kcov_recording *recording, const char kind[4])
{
	unsigned char chunk[16 + 7 + ROOM + 4], *stream = chunk + 16;
	const size_t count = recording->used;
	uint32_t sum = adler32_of(recording->payload, count);
	size_t stored = 7 + count + 4;
	int i;

	memcpy(chunk, kind, 4);
	put_u32(chunk + 4, (uint32_t)stored);
	put_u32(chunk + 8, (uint32_t)count);
	put_u32(stream, 0x00010178);
	stream[3] = (unsigned char)count;
	stream[4] = (unsigned char)(count >> 8);
	stream[5] = (unsigned char)~count;
	stream[6] = (unsigned char)(~count >> 8);
	memcpy(stream + 7, recording->payload, count);
	for (i = 0; i < 4; i++)
		stream[7 + count + (size_t)i] =
			(unsigned char)(sum >> (24 - 8 * i));
	put_u32(chunk + 12, crc32_of(crc32_of(0, chunk, 12), stream, stored));
	write_all(recording, chunk, 16 + stored);
	recording->used = 0;
	recording->chunks++;
}

static void add_number(struct kcov_recording *recording, uint64_t value)
{
	while (value >= 0x80) {
		recording->payload[recording->used++] =
			(unsigned char)(value | 0x80);
		value >>= 7;
	}
	recording->payload[recording->used++] = (unsigned char)value;
}

static void add_text(struct kcov_recording *recording, const char *text)
{
	size_t length = strlen(text);

	if (length > ROOM - MOST_NUMBERS - recording->used) {
		recording->error = recording->error ? recording->error :
						      ENAMETOOLONG;
		length = 0;
	}
	add_number(recording, length);
	memcpy(recording->payload + recording->used, text, length);
	recording->used += length;
}

static void add_difference(struct kcov_recording *recording, uint64_t value,
			   uint64_t *last)
{
	uint64_t difference = value - *last;

	add_number(recording, difference << 1 ^ -(difference >> 63));
	*last = value;
}

struct kcov_recording *kcov_recording_open(const char *path)
{
	unsigned char start[16] = "KCOVREC\n";
	struct kcov_recording *recording = calloc(1, sizeof(*recording));

	if (!recording)
		return NULL;
	recording->file = fopen(path, "we");
	if (!recording->file) {
		free(recording);
		return NULL;
	}
	put_u32(start + 8, VERSION);
	write_all(recording, start, sizeof(start));
	return recording;
}

void kcov_recording_fact(struct kcov_recording *recording, const char *key,
			 const char *value)
{
	add_text(recording, key);
	add_text(recording, value);
	end_chunk(recording, "FACT");
}

void kcov_recording_image(struct kcov_recording *recording, uint64_t start,
			  uint64_t end, uint64_t bias, const char *build_id,
			  const char *path)
{
	char *to = (char *)recording->payload;
	int length =
		snprintf(to, MOST_NUMBERS + 256, "0x%llx 0x%llx 0x%llx %.128s ",
			 (unsigned long long)start, (unsigned long long)end,
			 (unsigned long long)bias, build_id);

	to += length;
	for (; *path && to < (char *)recording->payload + ROOM / 2; path++)
		if (*path == '\n' || *path == '\\')
			to += sprintf(to, "\\%03o", (unsigned int)*path);
		else
			*to++ = *path;
	*to++ = '\n';
	recording->used = (size_t)(to - (char *)recording->payload);
	end_chunk(recording, "IMGS");
}

void kcov_recording_task(struct kcov_recording *recording, uint32_t pid,
			 uint32_t tid, const char *name)
{
	add_number(recording, pid);
	add_number(recording, tid);
	add_text(recording, name);
	end_chunk(recording, "TASK");
}

void kcov_recording_pcs(struct kcov_recording *recording,
			const unsigned long *pcs, size_t count)
{
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		add_difference(recording, pcs[i], &last);
		if (recording->used < ROOM - MOST_NUMBERS && i + 1 < count)
			continue;
		end_chunk(recording, "PCS ");
		last = 0;
	}
	recording->pcs += count;
}

void kcov_recording_comparisons(struct kcov_recording *recording,
				const uint64_t *words, size_t count)
{
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < count; i++, words += 4) {
		add_number(recording, words[0]);
		add_number(recording, words[1]);
		add_number(recording, words[2]);
		add_difference(recording, words[3], &last);
		if (recording->used < ROOM - MOST_NUMBERS && i + 1 < count)
			continue;
		end_chunk(recording, "CMPS");
		last = 0;
	}
	recording->comparisons += count;
}

void kcov_recording_lost(struct kcov_recording *recording, uint64_t count)
{
	add_number(recording, count);
	end_chunk(recording, "LOST");
	recording->lost += count;
}

int kcov_recording_close(struct kcov_recording *recording)
{
	int error;

	add_number(recording, recording->chunks);
	add_number(recording, recording->pcs);
	add_number(recording, recording->comparisons);
	add_number(recording, recording->lost);
	end_chunk(recording, "END ");
	if (fclose(recording->file) && !recording->error)
		recording->error = errno;
	error = recording->error;
	free(recording);
	if (!error)
		return 0;
	errno = error;
	return -1;
}
