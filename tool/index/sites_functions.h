/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Functions that end by jumping to the callback, whose calls are recorded. */
#ifndef KCOV_TOOL_SITES_FUNCTIONS_H
#define KCOV_TOOL_SITES_FUNCTIONS_H

#include "tool/index/sites.h"

/* Where functions begin and where they end, as far as symbols say. Sorted. */
struct functions {
	address_array starts, ends;
};

void functions_of_image(const struct image *image, struct functions *functions);
void functions_free(struct functions *functions);

/*
 * Appends where calls of wanted addresses return to, and where jumps to wanted
 * addresses are.
 */
typedef void find_transfers(void *data, const address_array *wanted,
			    address_array *calls, address_array *jumps);

/* All calls of what is wanted, and of the functions that end by jumping there. */
void functions_find_calls(const struct functions *functions,
			  address_array *wanted, find_transfers *find,
			  void *data, address_array *calls);

#endif /* KCOV_TOOL_SITES_FUNCTIONS_H */
