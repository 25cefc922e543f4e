/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * "Did you mean": which of some names a mistyped one stands for. A slip is a
 * letter too many, too few, another one, or two that changed places.
 */
#ifndef KCOV_TOOL_NEAREST_H
#define KCOV_TOOL_NEAREST_H

struct nearest {
	const char *typed;
	const char *name; /* the nearest so far, of the caller; or NULL */
	unsigned int slips;
};

/* Offers one name; the first of several that are as near is kept. */
void nearest_offer(struct nearest *nearest, const char *name);

#endif /* KCOV_TOOL_NEAREST_H */
