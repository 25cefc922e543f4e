/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a console says of the end of its kernel: what kind of fault it was, and
 * where. Two inputs with the same place are one finding.
 */
#ifndef KCOV_TOOL_FAULT_H
#define KCOV_TOOL_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "tool/base/text.h"
#include "tool/index/index.h"

struct fault {
	char kind[48];	    /* "warning", "kasan-slab-out-of-bounds", ... */
	char function[128]; /* "unknown" if no line names one */
	uint32_t line;	    /* of its source; 0: unknown */
	char place[224];    /* of all three; fit for a file's name */
};

/* What addresses of a guest mean; an index that cannot be had is NULL. */
struct fault_code {
	const struct index *kernel;
	const struct index *module; /* which lies at module_start */
	uint64_t module_start;
	uint64_t module_bytes;
};

/* console.c: of a console, text that ends with a NUL; `hung`: it did not end. */
void fault_find(const char *console, bool hung, const struct fault_code *code,
		struct fault *fault);
/* Makes the place out of the other fields. */
void fault_name(struct fault *fault);

/* The console, each address of a trace with its functions and lines. */
void fault_symbolise(const char *console, const struct fault_code *code,
		     struct text *out);

#endif /* KCOV_TOOL_FAULT_H */
