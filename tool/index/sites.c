// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The code of an image and where it calls the callback. Called by build.c, on a
 * thread of its own with an image of its own.
 */
#include <stdlib.h>

#include "tool/index/sites.h"

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

bool address_is_in(const address_array *sorted, uint64_t address)
{
	return sorted->count && bsearch(&address, sorted->at, sorted->count,
					sizeof(address), by_value);
}

void addresses_sort(address_array *addresses)
{
	size_t i, kept = 0;

	if (addresses->count)
		qsort(addresses->at, addresses->count, sizeof(*addresses->at),
		      by_value);
	for (i = 0; i < addresses->count; i++)
		if (!kept || addresses->at[kept - 1] != addresses->at[i])
			addresses->at[kept++] = addresses->at[i];
	addresses->count = kept;
}

/* A file may call from where, by its headers, no code is loaded. */
static void keep_loaded(const struct image *image, address_array *sites)
{
	size_t i, kept = 0;

	for (i = 0; i < sites->count; i++)
		if (sites->at[i] >= image->base && sites->at[i] <= image->end)
			sites->at[kept++] = sites->at[i];
	sites->count = kept;
}

static sites_finder *finder_of(const struct image *image)
{
	bool is_x86 = image->machine == EM_X86_64 || image->machine == EM_386;

	return is_x86 ? x86_sites : direct_sites;
}

enum sites sites_of_image(const struct image *image, address_array *sites)
{
	ARRAY_OF(struct code) code = { 0 };
	Elf_Scn *section = NULL;
	struct callback callback;
	GElf_Shdr header;
	enum sites are;

	/* A debug file has symbols, but no code to look at. */
	if (!image->has_code)
		return SITES_HAVE_NO_NAME;
	callback_find(image, &callback);
	while ((section = elf_nextscn(image->elf, section))) {
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) ||
		    header.sh_type != SHT_PROGBITS ||
		    !(header.sh_flags & SHF_EXECINSTR))
			continue;
		data = elf_getdata(section, NULL);
		if (data && data->d_buf)
			array_push(&code,
				   (struct code){ data->d_buf, data->d_size,
						  header.sh_addr });
	}
	/* Without symbols the callback may be there and have no name. */
	are = image_has_symbols(image) ? SITES_ARE_ALL : SITES_HAVE_NO_NAME;
	if (callback.entries.count + callback.slots.count)
		are = finder_of(image)(image, &callback, code.at, code.count,
				       sites) ?
			      SITES_ARE_ALL :
			      SITES_ARE_STRANGE;
	keep_loaded(image, sites);
	addresses_sort(sites);
	free(code.at);
	callback_free(&callback);
	return are;
}
