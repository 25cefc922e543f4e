// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The places in code of machines that are not x86, as far as calls name what
 * they call. Compilers let them, unless they are told that what they call is
 * far away or comes from elsewhere. Called by sites.c.
 */
#include <stdlib.h>
#include <string.h>

#include "tool/index/sites_functions.h"
#include "tool/index/transfers.h"

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

/* Flags of the header that <elf.h> has no names for. */
#define MIPS_SIX 0x90000000u   /* calls without a second instruction */
#define MIPS_SHORT 0x06000000u /* instructions of 16 bits */
#define POWER_SECOND 2u	       /* a function's address is that of its code */
#define POWER_SET_UP 8	       /* bytes that calls from near by leave out */

/* What of the image is what, where only symbols say it: address * 4 + this. */
enum { IS_ARM, IS_THUMB, IS_DATA };

struct scan {
	const struct image *image;
	address_array marks; /* of ARM, sorted */
	transfer_array transfers;
};

/* Of ARM: $a, $t and $d, or these with a number: $t.1. */
static void note_mark(const char *name, const GElf_Sym *symbol, void *data)
{
	static const char letters[] = "atd";
	struct scan *scan = data;
	const char *kind = *name == '$' && name[1] ? strchr(letters, name[1]) :
						     NULL;

	if (kind && (!name[2] || name[2] == '.'))
		array_push(&scan->marks,
			   symbol->st_value << 2 | (uint64_t)(kind - letters));
}

static void take(struct scan *scan, decoder *decode, struct stream stream)
{
	const struct image *image = scan->image;
	unsigned int bytes;

	for (; stream.left; stream.left -= bytes) {
		struct transfer transfer = { .at = stream.address };

		bytes = decode(&stream, &transfer);
		if (!bytes)
			return;
		if (transfer.target >= image->base &&
		    transfer.target < image->end && transfer.next)
			array_push(&scan->transfers, transfer);
		stream.at += bytes;
		stream.address += bytes;
	}
}

/* From each mark to the next one. */
static void take_marked(struct scan *scan, struct stream stream)
{
	uint64_t end = stream.address + stream.left;
	size_t i;

	for (i = 0; i < scan->marks.count; i++) {
		uint64_t start = scan->marks.at[i] >> 2;
		uint64_t until = i + 1 < scan->marks.count ?
					 scan->marks.at[i + 1] >> 2 :
					 end;
		struct stream part = stream;

		if (start < stream.address || start >= end ||
		    (scan->marks.at[i] & 3) == IS_DATA)
			continue;
		part.at += start - stream.address;
		part.address = start;
		part.left = (until < end ? until : end) - start;
		take(scan,
		     (scan->marks.at[i] & 3) == IS_THUMB ? decode_thumb :
							   decode_arm,
		     part);
	}
}

/* Whether its code is as decode_mips() has it. */
static bool is_plain_mips(const struct image *image)
{
	return !(image->flags & (EF_MIPS_PIC | MIPS_SHORT)) &&
	       image->flags < MIPS_SIX;
}

static decoder *decoder_of(const struct image *image)
{
	switch (image->machine) {
	case EM_AARCH64:
		return decode_aarch64;
	case EM_ARM:
		return decode_arm;
	case EM_RISCV:
		return decode_riscv;
	case EM_MIPS:
		return is_plain_mips(image) ? decode_mips : NULL;
	case EM_PPC:
		return decode_powerpc;
	case EM_PPC64:
		return (image->flags & EF_PPC64_ABI) == POWER_SECOND ?
			       decode_powerpc :
			       NULL;
	case EM_S390:
		return decode_s390;
	case EM_LOONGARCH:
		return decode_loongarch;
	}
	return NULL;
}

/* Data is big-endian on machines whose code is little-endian, but not on all. */
static bool code_is_big(const struct image *image)
{
	switch (image->machine) {
	case EM_AARCH64:
	case EM_RISCV:
	case EM_LOONGARCH:
		return false;
	case EM_ARM:
		return image->big && !(image->flags & EF_ARM_BE8);
	}
	return image->big;
}

static void find_transfers_to(void *data, const address_array *wanted,
			      address_array *calls, address_array *jumps)
{
	const struct scan *scan = data;
	size_t i;

	for (i = 0; i < scan->transfers.count; i++) {
		const struct transfer *transfer = &scan->transfers.at[i];

		if (!address_is_in(wanted, transfer->target))
			continue;
		if (transfer->is_jump)
			array_push(jumps, transfer->at);
		else
			array_push(calls, transfer->next);
	}
}

static void find_all(struct scan *scan, const struct callback *callback,
		     address_array *sites)
{
	address_array wanted = { 0 };
	struct functions functions;
	size_t i;

	for (i = 0; i < callback->entries.count; i++) {
		array_push(&wanted, callback->entries.at[i]);
		if (scan->image->machine == EM_PPC64)
			array_push(&wanted,
				   callback->entries.at[i] + POWER_SET_UP);
	}
	functions_of_image(scan->image, &functions);
	functions_find_calls(&functions, &wanted, find_transfers_to, scan,
			     sites);
	functions_free(&functions);
	free(wanted.at);
}

/* On some machines a symbol of a function is that of a descriptor. */
static bool names_code(const struct image *image,
		       const struct callback *callback)
{
	size_t i;

	for (i = 0; i < callback->entries.count; i++)
		if (callback->entries.at[i] < image->base ||
		    callback->entries.at[i] >= image->end)
			return false;
	return true;
}

bool direct_sites(const struct image *image, const struct callback *callback,
		  const struct code *code, size_t count, address_array *sites)
{
	struct scan scan = { .image = image };
	decoder *decode = decoder_of(image);
	bool marked = image->machine == EM_ARM;
	size_t i;

	/* Neither relocations nor tables of what the loader fills in are read. */
	if (!decode || image->module || callback->slots.count ||
	    !names_code(image, callback))
		return false;
	if (marked) {
		image_each_symbol(image, note_mark, &scan);
		addresses_sort(&scan.marks);
	}
	for (i = 0; i < count; i++) {
		struct stream stream = { code[i].at, code[i].bytes,
					 code[i].address, code_is_big(image),
					 image->word == 4 };

		if (marked)
			take_marked(&scan, stream);
		else
			take(&scan, decode, stream);
	}
	find_all(&scan, callback, sites);
	marked = marked && !scan.marks.count;
	free(scan.transfers.at);
	free(scan.marks.at);
	return !marked;
}
