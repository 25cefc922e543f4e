/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Debug information read byte by byte. The file is not trusted: what is asked
 * for behind the end is 0, and `bad` from then on. Any thread.
 */
#ifndef KCOV_TOOL_BYTES_H
#define KCOV_TOOL_BYTES_H

#include <byteswap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *at;
	const uint8_t *end;
	bool swapped; /* the file's byte order is not this machine's */
	bool bad;
};

static inline size_t bytes_left(const struct bytes *bytes)
{
	return (size_t)(bytes->end - bytes->at);
}

/* The next `count` bytes, NULL if there are not as many. */
static inline const uint8_t *bytes_take(struct bytes *bytes, uint64_t count)
{
	const uint8_t *taken = bytes->at;

	if (count > bytes_left(bytes)) {
		bytes->bad = true;
		bytes->at = bytes->end;
		return NULL;
	}
	if (count) /* Of a section that is not there no offset may be made. */
		bytes->at += count;
	return taken;
}

/* A number of 1, 2, 4 or 8 bytes; of another size it is 0, and bad. */
static inline uint64_t bytes_number(struct bytes *bytes, unsigned int size)
{
	const uint8_t *taken = bytes_take(bytes, size);
	uint16_t two;
	uint32_t four;
	uint64_t eight;

	if (!taken)
		return 0;
	switch (size) {
	case 1:
		return *taken;
	case 2:
		memcpy(&two, taken, sizeof(two));
		return bytes->swapped ? bswap_16(two) : two;
	case 4:
		memcpy(&four, taken, sizeof(four));
		return bytes->swapped ? bswap_32(four) : four;
	case 8:
		memcpy(&eight, taken, sizeof(eight));
		return bytes->swapped ? bswap_64(eight) : eight;
	}
	bytes->bad = true;
	return 0;
}

/* LEB128; what does not fit into 64 bits is lost. */
static inline uint64_t bytes_leb(struct bytes *bytes, bool with_sign)
{
	unsigned int shift = 0;
	uint64_t value = 0;
	uint8_t byte = 0;

	while (bytes->at < bytes->end) {
		byte = *bytes->at++;
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
		if (byte & 0x80)
			continue;
		if (with_sign && byte & 0x40 && shift < 64)
			value |= ~0ull << shift;
		return value;
	}
	bytes->bad = true;
	return 0;
}

/* Up to a NUL, which is inside; "" if there is none. */
static inline const char *bytes_string(struct bytes *bytes)
{
	const void *nul = memchr(bytes->at, 0, bytes_left(bytes));
	const char *string = (const char *)bytes->at;

	if (!nul) {
		bytes->bad = true;
		bytes->at = bytes->end;
		return "";
	}
	bytes->at = (const uint8_t *)nul + 1;
	return string;
}

#endif /* KCOV_TOOL_BYTES_H */
