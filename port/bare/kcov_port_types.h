/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Types of the smallest host: a kernel, a firmware, a boot loader, with nothing
 * but what a freestanding compiler has. <errno.h> is the host's own, or that of
 * include/.
 */
#ifndef KCOV_PORT_TYPES_H
#define KCOV_PORT_TYPES_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which CPU, who else runs: the host's own header, or the one beside this. */
#include <kcov_machine.h>

struct kcov_port_lock {
	unsigned int word; /* 1: somebody has it */
};

struct kcov_port_ref {
	int count;
};

struct kcov_feedback;

struct kcov_port_area {
	uintptr_t *memory;
	struct kcov_feedback *feedback;
	size_t bytes; /* of the memory */
};

/* The type compilers declare for 8-byte operands. */
typedef uint64_t kcov_cmp8;

#define KCOV_PORT_BY_REGISTERS

enum { KCOV_PORT_HAS_SEAL = 0 };

/* Of the context word; any number above these is of a hard interrupt. */
enum { KCOV_CONTEXT_TASK, KCOV_CONTEXT_INTERRUPT };

#endif /* KCOV_PORT_TYPES_H */
