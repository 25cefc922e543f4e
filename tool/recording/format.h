/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The file: magic and version, then chunks. Numbers are little-endian.
 *
 *   8 bytes  "KCOVREC\n"
 *   u32      version, u32 0
 *   chunks:  u32 kind, u32 stored, u32 raw, u32 crc32 of the twelve bytes
 *            before and the payload; then `stored` bytes of payload, which are
 *            `raw` bytes compressed by zlib, and padding.
 *
 * Payloads, where a number is a varint (7 bits a byte, low ones first) and a
 * text is its length and its bytes:
 *   FACT  text key, text value
 *   IMGS  text: "START END BIAS BUILD-ID PATH" lines, one an image, no two of
 *         which overlap; in a path \012 is a newline and \134 a backslash
 *   TASK  number pid, tid, text name; the chunks behind belong to it
 *   PCS   each the difference from the one before, zigzag
 *   CMPS  type, arg1, arg2, pc as above
 *   LOST  number: records lost, at least
 *   END   number of chunks before, of PCs, of comparisons, of lost records
 */
#ifndef KCOV_TOOL_FORMAT_H
#define KCOV_TOOL_FORMAT_H

#include <stdint.h>

#define RECORDING_MAGIC "KCOVREC\n"
#define RECORDING_VERSION 2
#define RECORDING_OLDEST 1 /* paths as they are: none has a newline in it */
#define RECORDING_START 16
#define CHUNK_HEADER 16

#define KIND(a, b, c, d)                                            \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | \
	 (uint32_t)(d) << 24)
#define KIND_FACT KIND('F', 'A', 'C', 'T')
#define KIND_IMAGES KIND('I', 'M', 'G', 'S')
#define KIND_TASK KIND('T', 'A', 'S', 'K')
#define KIND_PCS KIND('P', 'C', 'S', ' ')
#define KIND_COMPARISONS KIND('C', 'M', 'P', 'S')
#define KIND_LOST KIND('L', 'O', 'S', 'T')
#define KIND_END KIND('E', 'N', 'D', ' ')

/* What a reader accepts: larger is damage or malice. Bytes. */
#define MOST_RAW_IN_CHUNK (4u << 20)

/*
 * How long a file is at least that holds so many raw bytes. Traces that repeat
 * themselves pack a thousand times; then a small file could ask for any memory,
 * of which each raw byte needs eight. So the writer pads beyond 64 times.
 */
static inline uint64_t least_file(uint64_t raw)
{
	const uint64_t always = 16u << 20;

	return raw > always ? (raw - always) / 64 : 0;
}

/* Names a kind for people, "PCS " as it stands in the file. */
static inline void kind_text(uint32_t kind, char text[5])
{
	int i;

	for (i = 0; i < 4; i++, kind >>= 8)
		text[i] = (kind & 0xff) >= ' ' && (kind & 0xff) < 0x7f ?
				  (char)kind :
				  '?';
	text[4] = 0;
}

#endif /* KCOV_TOOL_FORMAT_H */
