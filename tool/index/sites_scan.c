// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Without a decoder: calls whose target stands in the instruction. Enough for
 * most code; a kernel that calls through registers (User-Mode Linux) needs
 * sites_flow.c, built when libzydis-dev is there.
 */
#include <string.h>

#include "tool/index/sites.h"

static void scan_x86(const struct image *image, const struct callback *callback,
		     const struct code *code, address_array *sites)
{
	size_t i;

	for (i = 0; i + 6 <= code->bytes; i++) {
		bool slot = image->machine == EM_X86_64 &&
			    code->at[i] == 0xff && code->at[i + 1] == 0x15;
		uint64_t target, next = code->address + i + 5 + slot;
		int32_t offset;

		if (code->at[i] != 0xe8 && !slot)
			continue;
		memcpy(&offset, code->at + i + 1 + slot, sizeof(offset));
		target = next + (uint64_t)(int64_t)offset;
		if (image->machine == EM_386)
			target = (uint32_t)target;
		if (address_is_in(slot ? &callback->slots : &callback->entries,
				  target))
			array_push(sites, next);
	}
}

bool x86_sites(const struct image *image, const struct callback *callback,
	       const struct code *code, size_t count, address_array *sites)
{
	size_t i;

	/* What the loader fills in there is named through one more register. */
	if (image->machine == EM_386 && callback->slots.count)
		return false;
	for (i = 0; i < count; i++)
		scan_x86(image, callback, &code[i], sites);
	return true;
}
