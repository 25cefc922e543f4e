// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A function that ends by jumping to the callback makes it return to its own
 * caller: calls of that function are recorded as well. So are calls of what
 * ends by jumping there, and so on. Called for each image by what has decoded
 * its code.
 */
#include <stdlib.h>

#include "tool/index/sites_functions.h"

static void note_function(const char *name, const GElf_Sym *symbol, void *data)
{
	struct functions *functions = data;

	(void)name;
	if (GELF_ST_TYPE(symbol->st_info) != STT_FUNC || !symbol->st_value)
		return;
	array_push(&functions->starts, symbol->st_value);
	if (symbol->st_size)
		array_push(&functions->ends,
			   symbol->st_value + symbol->st_size);
}

void functions_of_image(const struct image *image, struct functions *functions)
{
	*functions = (struct functions){ 0 };
	image_each_symbol(image, note_function, functions);
	addresses_sort(&functions->starts);
	addresses_sort(&functions->ends);
}

void functions_free(struct functions *functions)
{
	free(functions->starts.at);
	free(functions->ends.at);
}

/* The last one that is not above the address, 0 if there is none. */
static uint64_t last_until(const address_array *sorted, uint64_t address)
{
	size_t low = 0, high = sorted->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (sorted->at[middle] <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? sorted->at[low - 1] : 0;
}

/*
 * The functions that these addresses are in, if they are not wanted already. A
 * jump behind the end of one is in none: gold jumps over the gaps that it
 * leaves.
 */
static bool want_functions(address_array *wanted, const address_array *jumps,
			   const struct functions *functions)
{
	size_t i, before = wanted->count;

	for (i = 0; i < jumps->count; i++) {
		uint64_t start = last_until(&functions->starts, jumps->at[i]);

		if (start &&
		    last_until(&functions->ends, jumps->at[i]) <= start)
			array_push(wanted, start);
	}
	addresses_sort(wanted);
	return wanted->count > before;
}

void functions_find_calls(const struct functions *functions,
			  address_array *wanted, find_transfers *find,
			  void *data, address_array *calls)
{
	address_array jumps = { 0 };

	addresses_sort(wanted);
	do {
		calls->count = 0;
		jumps.count = 0;
		find(data, wanted, calls, &jumps);
	} while (want_functions(wanted, &jumps, functions));
	free(jumps.at);
}
