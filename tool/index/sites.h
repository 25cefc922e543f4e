/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The instrumented places of an image: where calls of the PC callback return
 * to, found in the code itself. They are the 100 % of every report.
 */
#ifndef KCOV_TOOL_SITES_H
#define KCOV_TOOL_SITES_H

#include "tool/index/builder.h"

#define CALLBACK_NAME "__sanitizer_cov_trace_pc"

/* Ways to name the callback in code, sorted. */
struct callback {
	address_array entries; /* its address, and PLT entries that jump to it */
	address_array slots; /* words that the loader fills with its address */
};

bool address_is_in(const address_array *sorted, uint64_t address);
/* Sorts and drops repetitions. */
void addresses_sort(address_array *addresses);

/* callback.c: both are empty if the image is not instrumented. */
void callback_find(const struct image *image, struct callback *callback);
void callback_free(struct callback *callback);

struct code {
	const uint8_t *at;
	size_t bytes;
	uint64_t address;
};

/*
 * sites_flow.c or sites_scan.c for x86, sites_direct.c for other machines:
 * appends the places in this code, in any order. False if they are not all of
 * them, as some or all of its calls cannot be read.
 */
typedef bool sites_finder(const struct image *image,
			  const struct callback *callback,
			  const struct code *code, size_t count,
			  address_array *sites);
sites_finder x86_sites, direct_sites;

/* sites.c: all of the image, sorted. */
enum sites {
	SITES_ARE_ALL,
	SITES_HAVE_NO_NAME, /* no code, or nothing says what the callback is */
	SITES_ARE_STRANGE,  /* there may be calls that cannot be read */
};
enum sites sites_of_image(const struct image *image, address_array *sites);

#endif /* KCOV_TOOL_SITES_H */
