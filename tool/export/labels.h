/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What functions are called where nothing but the name tells them apart: the
 * name, and of several functions of one name also where each is declared.
 */
#ifndef KCOV_TOOL_LABELS_H
#define KCOV_TOOL_LABELS_H

#include "tool/coverage/symbols.h"

struct labels {
	struct symbols *symbols;
	struct strings strings; /* names and identities */
	struct table frames;	/* image and frame to function */
	struct table functions; /* identity to function */
	struct table names;	/* name to how many functions have it */
	ARRAY_OF(struct label_entry {
		uint32_t name;
		char *label; /* NULL: nobody asked yet */
	})
	all;
};

/* Reads all records, as labels depend on which functions there are. */
void labels_open(struct labels *labels, struct symbols *symbols);
/*
 * Good until labels_close(); one function has one address, which no other has.
 */
const char *labels_of(struct labels *labels, const struct image_entry *image,
		      const struct place *place);
void labels_close(struct labels *labels);

#endif /* KCOV_TOOL_LABELS_H */
