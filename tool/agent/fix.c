// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Checksums: a mutated input has them wrong, and the kernel would refuse it
 * before it looks at anything else. Fixers set right those that are there, in
 * the copy that is run. Called by agent.c for each input, and by the targets
 * whose format has some. Inputs are any bytes.
 */
#include <stdio.h>
#include <string.h>

#include "tool/agent/agent.h"

/* Reflected, as Ethernet has it; who wants the usual one inverts both ends. */
static uint32_t crc32(uint32_t crc, const uint8_t *bytes, size_t count)
{
	static uint32_t table[256];
	uint32_t i, k, value;

	for (i = 0; !table[255] && i < 256; i++) {
		for (value = i, k = 0; k < 8; k++)
			value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0);
		table[i] = value;
	}
	for (; count; count--)
		crc = crc >> 8 ^ table[(crc ^ *bytes++) & 0xff];
	return crc;
}

static uint32_t load_le(const uint8_t *at)
{
	return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void store_le(uint8_t *at, uint32_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* --fix crc32@AT:FROM; none: 0 bytes in front of nothing. */
static unsigned long fix_at, fix_from;
static bool fixes;

const char *fix_choose(const char *rule)
{
	char behind;

	fixes = *rule;
	if (fixes &&
	    sscanf(rule, "crc32@%lu:%lu%c", &fix_at, &fix_from, &behind) != 2)
		return "write crc32@AT:FROM, the CRC-32 of the bytes from FROM "
		       "on, which stands at AT";
	if (fixes && fix_at + 4 > fix_from)
		return "the checksum must stand before what it is of";
	return NULL;
}

void fix_input(uint8_t *input, size_t bytes)
{
	if (fixes && fix_from <= bytes)
		store_le(input + fix_at,
			 ~crc32(~0u, input + fix_from, bytes - fix_from));
}

/*
 * Nodes of JFFS2, little-endian, begin with 0x1985 at a multiple of 4, a type,
 * their length and the checksum of these 8 bytes.
 */
enum { JFFS2_MAGIC = 0x1985, JFFS2_ENTRY = 0xe001, JFFS2_INODE = 0xe002 };

static void fix_node(uint8_t *node, size_t left)
{
	uint32_t type = node[2] | node[3] << 8, length;

	store_le(node + 8, crc32(0, node, 8));
	if (type == JFFS2_INODE && left >= 68) {
		length = load_le(node + 48);
		if (length <= left - 68)
			store_le(node + 60, crc32(0, node + 68, length));
		store_le(node + 64, crc32(0, node, 60));
	} else if (type == JFFS2_ENTRY && left >= 40) {
		length = node[28];
		if (length <= left - 40)
			store_le(node + 36, crc32(0, node + 40, length));
		store_le(node + 32, crc32(0, node, 32));
	}
}

void fix_jffs2(uint8_t *image, size_t bytes)
{
	size_t at;

	for (at = 0; at + 12 <= bytes; at += 4)
		if ((image[at] | image[at + 1] << 8) == JFFS2_MAGIC)
			fix_node(image + at, bytes - at);
}

/* The big-endian words of the first 512 bytes of ROMFS add up to 0. */
void fix_romfs(uint8_t *image, size_t bytes)
{
	size_t at, end = bytes < 512 ? bytes & ~(size_t)3 : 512;
	uint32_t sum = 0;

	if (end < 16)
		return;
	memset(image + 12, 0, 4);
	for (at = 0; at < end; at += 4)
		sum += __builtin_bswap32(load_le(image + at));
	store_le(image + 12, __builtin_bswap32(-sum));
}
