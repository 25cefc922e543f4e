// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Makes the inputs of findings small: parts are left out, halves first, as long
 * as the guest ends at the same place. Each try that ends one costs a boot, so
 * their number is bounded, and what is the smallest by then is kept, in
 * OUT/crashes/PLACE/minimised. Called by campaign.c at the end.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/output.h"
#include "tool/base/progress.h"
#include "tool/fuzz/corpus.h"
#include "tool/fuzz/fault.h"
#include "tool/fuzz/minimise.h"

enum { TRIES = 64 };

struct smaller {
	struct guest *guest;
	const volatile int *stop;
	const char *place;
	uint8_t input[CHANNEL_INPUT];
	size_t bytes;
	uint8_t tried[CHANNEL_INPUT];
	unsigned int tries;
};

static bool ends_there(struct smaller *smaller, size_t bytes)
{
	struct guest *guest = smaller->guest;
	enum guest_outcome outcome;
	struct fault fault;

	smaller->tries++;
	if (!guest_ready(guest, smaller->stop)) {
		/* Which was told once. */
		smaller->tries = TRIES;
		return false;
	}
	outcome = guest_run(guest, WANT_EDGES, smaller->tried, bytes,
			    smaller->stop);
	if (outcome == GUEST_DONE)
		return false;
	if (outcome == GUEST_DIED || outcome == GUEST_COMPLAINED) {
		fault_find(guest->said.length ? guest->said.at : "", false,
			   finding_code(guest), &fault);
		guest_bury(guest);
		return !strcmp(fault.place, smaller->place);
	}
	/* Each of those takes as long as an input may: it is not worth it. */
	smaller->tries = TRIES;
	guest_bury(guest);
	return false;
}

/* Leaves out what is at `at`. */
static bool leave_out(struct smaller *smaller, size_t at, size_t count)
{
	size_t rest = smaller->bytes - at - count;

	memcpy(smaller->tried, smaller->input, at);
	memcpy(smaller->tried + at, smaller->input + at + count, rest);
	if (!ends_there(smaller, at + rest))
		return false;
	smaller->bytes = at + rest;
	memcpy(smaller->input, smaller->tried, smaller->bytes);
	return true;
}

/* From the end: what is read there is needed least. */
static void shrink(struct smaller *smaller)
{
	size_t part = smaller->bytes, at, count;

	while ((part = (part + 1) / 2) && smaller->bytes > 1) {
		for (at = smaller->bytes; at; at -= count) {
			count = part < at ? part : at;
			if (smaller->tries >= TRIES || *smaller->stop)
				return;
			if (count < smaller->bytes)
				leave_out(smaller, at - count, count);
		}
		if (part == 1)
			return;
	}
}

static void minimise(struct smaller *smaller, const char *out)
{
	char path[4096], result[4096];
	size_t bytes;

	snprintf(path, sizeof(path), "%s/crashes/%s/input", out,
		 smaller->place);
	snprintf(result, sizeof(result), "%s/crashes/%s/minimised", out,
		 smaller->place);
	if (!access(result, F_OK) ||
	    !corpus_input(path, smaller->input, &smaller->bytes))
		return;
	bytes = smaller->bytes;
	memcpy(smaller->tried, smaller->input, bytes);
	smaller->tries = 0;
	/* The fault may need what other inputs left in the kernel. */
	if (!ends_there(smaller, bytes))
		return;
	shrink(smaller);
	output_file(result, smaller->input, smaller->bytes);
}

void minimise_findings(const struct campaign *campaign, struct guest *guest,
		       const volatile int *stop)
{
	static struct smaller smaller;
	struct dirent **entries = NULL;
	struct progress progress;
	char path[4096];
	int i, n;

	smaller.guest = guest;
	smaller.stop = stop;
	snprintf(path, sizeof(path), "%s/crashes", campaign->out);
	n = scandir(path, &entries, corpus_is_shown, alphasort);
	progress_begin(&progress, "making findings small",
		       n > 0 ? (size_t)n : 0);
	for (i = 0; i < n; i++) {
		smaller.place = entries[i]->d_name;
		if (!*stop)
			minimise(&smaller, campaign->out);
		progress_step(&progress, (size_t)i + 1);
	}
	progress_end(&progress);
	for (i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
}
