// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Decoders of calls and jumps, one a machine, by the manuals of these. Called
 * by sites_direct.c with code that is not trusted: nothing is read behind the
 * end of a stream.
 */
#include "tool/index/transfers.h"

static uint32_t halfword(const struct stream *stream, size_t at)
{
	const uint8_t *bytes = stream->at + at;

	return stream->big ? (uint32_t)bytes[0] << 8 | bytes[1] :
			     (uint32_t)bytes[1] << 8 | bytes[0];
}

static uint32_t word(const struct stream *stream, size_t at)
{
	uint32_t first = halfword(stream, at);
	uint32_t second = halfword(stream, at + 2);

	return stream->big ? first << 16 | second : second << 16 | first;
}

/* The number of so many bits with a sign. */
static uint64_t extend(uint64_t value, unsigned int bits)
{
	return (uint64_t)((int64_t)(value << (64 - bits)) >> (64 - bits));
}

static uint32_t field(uint32_t from, unsigned int shift, unsigned int bits)
{
	return from >> shift & ((1u << bits) - 1);
}

/* A call or jump that has `bytes` bytes, over `distance`. */
static unsigned int goes(const struct stream *stream, struct transfer *transfer,
			 bool is_jump, unsigned int bytes, uint64_t distance)
{
	uint64_t target = stream->address + distance;

	transfer->target = stream->narrow ? (uint32_t)target : target;
	transfer->is_jump = is_jump;
	transfer->next = stream->address + bytes;
	return bytes;
}

unsigned int decode_aarch64(const struct stream *stream,
			    struct transfer *transfer)
{
	uint32_t code;

	if (stream->left < 4)
		return 0;
	code = word(stream, 0);
	if (code >> 26 != 0x25 && code >> 26 != 0x05) /* bl, b */
		return 4;
	return goes(stream, transfer, code >> 26 == 0x05, 4,
		    extend(field(code, 0, 26), 26) << 2);
}

unsigned int decode_arm(const struct stream *stream, struct transfer *transfer)
{
	uint64_t distance;
	uint32_t code;

	if (stream->left < 4)
		return 0;
	code = word(stream, 0);
	distance = 8 + (extend(field(code, 0, 24), 24) << 2);
	if (code >> 25 == 0x7d) /* blx */
		return goes(stream, transfer, false, 4,
			    distance + field(code, 24, 1) * 2);
	if (code >> 28 == 0xf || field(code, 25, 3) != 5) /* bl, b */
		return 4;
	return goes(stream, transfer, !field(code, 24, 1), 4, distance);
}

unsigned int decode_thumb(const struct stream *stream,
			  struct transfer *transfer)
{
	uint32_t first, second, sign;
	uint64_t distance;

	if (stream->left < 2)
		return 0;
	first = halfword(stream, 0);
	if (first >> 11 == 0x1c) /* b */
		return goes(stream, transfer, true, 2,
			    4 + (extend(field(first, 0, 11), 11) << 1));
	if (first >> 11 < 0x1c)
		return 2;
	if (stream->left < 4)
		return 0;
	second = halfword(stream, 2);
	/* bl 1, blx 0 behind 11; b.w behind 10 */
	if (first >> 11 != 0x1e || !field(second, 15, 1) ||
	    (!field(second, 14, 1) && !field(second, 12, 1)))
		return 4;
	sign = field(first, 10, 1);
	distance = sign << 23 | (field(second, 13, 1) == sign) << 22 |
		   (field(second, 11, 1) == sign) << 21 |
		   field(first, 0, 10) << 11 | field(second, 0, 11);
	distance = 4 + (extend(distance, 24) << 1);
	if (!field(second, 12, 1)) /* to a word of the other instruction set */
		distance -= stream->address & 2;
	return goes(stream, transfer, !field(second, 14, 1), 4, distance);
}

/* c.j and, where addresses have 32 bits, c.jal. */
static unsigned int decode_compressed(const struct stream *stream,
				      struct transfer *transfer)
{
	uint32_t code = halfword(stream, 0), distance;
	bool is_jump = code >> 13 == 5;

	if ((code & 3) != 1 ||
	    (!is_jump && !(code >> 13 == 1 && stream->narrow)))
		return 2;
	distance = field(code, 12, 1) << 11 | field(code, 11, 1) << 4 |
		   field(code, 9, 2) << 8 | field(code, 8, 1) << 10 |
		   field(code, 7, 1) << 6 | field(code, 6, 1) << 7 |
		   field(code, 3, 3) << 1 | field(code, 2, 1) << 5;
	return goes(stream, transfer, is_jump, 2, extend(distance, 12));
}

enum { RISCV_ZERO, RISCV_RA };

/* auipc, and what it is for: jalr over the rest of the distance. */
static unsigned int decode_far(const struct stream *stream, uint32_t code,
			       struct transfer *transfer)
{
	uint32_t second, link;

	if (stream->left < 8)
		return 4;
	second = word(stream, 4);
	link = field(second, 7, 5);
	if (field(second, 0, 7) != 0x67 ||
	    field(second, 15, 5) != field(code, 7, 5) || link > RISCV_RA)
		return 4;
	return goes(stream, transfer, link == RISCV_ZERO, 8,
		    extend(code & ~0xfffu, 32) +
			    extend(field(second, 20, 12), 12));
}

unsigned int decode_riscv(const struct stream *stream,
			  struct transfer *transfer)
{
	uint32_t code, distance;

	if (stream->left < 2)
		return 0;
	if ((halfword(stream, 0) & 3) != 3)
		return decode_compressed(stream, transfer);
	if (stream->left < 4)
		return 0;
	code = word(stream, 0);
	if (field(code, 0, 7) == 0x17)
		return decode_far(stream, code, transfer);
	if (field(code, 0, 7) != 0x6f || field(code, 7, 5) > RISCV_RA)
		return 4;
	distance = field(code, 31, 1) << 20 | field(code, 12, 8) << 12 |
		   field(code, 20, 1) << 11 | field(code, 21, 10) << 1;
	return goes(stream, transfer, field(code, 7, 5) == RISCV_ZERO, 4,
		    extend(distance, 21));
}

/* A call returns behind the instruction that follows it. */
unsigned int decode_mips(const struct stream *stream, struct transfer *transfer)
{
	uint64_t next = stream->address + 4, distance;
	uint32_t code;

	if (stream->left < 4)
		return 0;
	code = word(stream, 0);
	if (code >> 26 == 2 || code >> 26 == 3) /* j, jal */
		distance = ((next & ~0xfffffffull) |
			    (uint64_t)field(code, 0, 26) << 2) -
			   stream->address;
	else if (code >> 16 == 0x0411 || code >> 16 == 0x1000) /* bal, b */
		distance = 4 + (extend(field(code, 0, 16), 16) << 2);
	else
		return 4;
	goes(stream, transfer, code >> 26 == 2 || code >> 16 == 0x1000, 8,
	     distance);
	return 4;
}

unsigned int decode_powerpc(const struct stream *stream,
			    struct transfer *transfer)
{
	uint64_t distance;
	uint32_t code;

	if (stream->left < 4)
		return 0;
	code = word(stream, 0);
	if (code >> 26 != 18) /* b, ba, bl, bla */
		return 4;
	distance = extend(code & 0x3fffffc, 26);
	if (code & 2)
		distance -= stream->address;
	return goes(stream, transfer, !(code & 1), 4, distance);
}

unsigned int decode_s390(const struct stream *stream, struct transfer *transfer)
{
	static const uint8_t lengths[] = { 2, 4, 4, 6 };
	unsigned int bytes;
	uint32_t code;

	if (stream->left < 2)
		return 0;
	code = halfword(stream, 0);
	bytes = lengths[code >> 14];
	if (stream->left < bytes)
		return 0;
	if (code == 0xc0e5 || code == 0xc0f4) /* brasl, jg */
		return goes(stream, transfer, code == 0xc0f4, bytes,
			    extend(word(stream, 2), 32) << 1);
	if (code == 0xa7e5 || code == 0xa7f4) /* bras, j */
		return goes(stream, transfer, code == 0xa7f4, bytes,
			    extend(halfword(stream, 2), 16) << 1);
	return bytes;
}

/* pcaddu18i and jirl: the same in two. */
static unsigned int decode_pair(const struct stream *stream, uint32_t code,
				struct transfer *transfer)
{
	uint32_t second, link;

	if (stream->left < 8)
		return 4;
	second = word(stream, 4);
	link = field(second, 0, 5);
	if (second >> 26 != 0x13 || field(second, 5, 5) != field(code, 0, 5) ||
	    link > 1)
		return 4;
	return goes(stream, transfer, !link, 8,
		    (extend(field(code, 5, 20), 20) << 18) +
			    (extend(field(second, 10, 16), 16) << 2));
}

unsigned int decode_loongarch(const struct stream *stream,
			      struct transfer *transfer)
{
	uint32_t code;

	if (stream->left < 4)
		return 0;
	code = word(stream, 0);
	if (code >> 25 == 0x0f)
		return decode_pair(stream, code, transfer);
	if (code >> 26 != 0x15 && code >> 26 != 0x14) /* bl, b */
		return 4;
	return goes(stream, transfer, code >> 26 == 0x14, 4,
		    extend(field(code, 0, 10) << 16 | field(code, 10, 16), 26)
			    << 2);
}
