/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The code that recorded PCs are thought to be in: one ELF file, and how far
 * from where it was linked it ran. Firmware that moves itself ran in two places.
 */
#ifndef KCOV_TOOL_GROUND_H
#define KCOV_TOOL_GROUND_H

#include "tool/base/array.h"
#include "tool/index/index.h"

typedef ARRAY_OF(uint64_t) pc_array;

struct ground {
	const struct index *index;
	uint8_t word;	 /* bytes of an address */
	bool big;	 /* byte order of its words */
	bool is_given;	 /* the slides are: none is looked for */
	bool is_used;	 /* they are those of a dump that was read */
	pc_array slides; /* at least one; a PC minus it is an address of the
			    file */
};

/* What is recorded as this PC, without what is no address. */
uint64_t ground_pc(const struct ground *ground, uint64_t pc);
/* Whether it is in the code somewhere; at a place that is instrumented. */
bool ground_has(const struct ground *ground, uint64_t pc);
bool ground_has_point(const struct ground *ground, uint64_t pc);
/*
 * slide.c: takes up how far the code of these PCs, which are `after` more than
 * what is in the array, was moved, if they say it themselves.
 */
bool ground_find_slide(struct ground *ground, const pc_array *pcs,
		       uint64_t after);
/* The same where some of the PCs have their place, and others have not. */
void ground_find_others(struct ground *ground, const pc_array *pcs);

#endif /* KCOV_TOOL_GROUND_H */
