/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Types of the scripted host, on which tests play every part themselves. */
#ifndef KCOV_PORT_TYPES_H
#define KCOV_PORT_TYPES_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kcov_port_lock {
	uint8_t holder; /* who runs (kind.h), 0: nobody */
};

struct kcov_port_ref {
	int count;
};

struct kcov_feedback;

struct kcov_port_area {
	uintptr_t *memory;
	struct kcov_feedback *feedback;
	uintptr_t owner; /* who enabled the device, 0: nobody */
};

#define KCOV_PORT_BY_REGISTERS

/* The type compilers declare for 8-byte operands. */
#if __SIZEOF_LONG__ == 8
typedef unsigned long kcov_cmp8;
#else
typedef unsigned long long kcov_cmp8;
#endif

/* A host's constant; here both kinds of host can be played. */
extern int fake_has_cmp;
#define KCOV_PORT_HAS_CMP fake_has_cmp
extern int fake_has_seal;
#define KCOV_PORT_HAS_SEAL fake_has_seal

enum {
	KCOV_CONTEXT_TASK = 0,
	KCOV_CONTEXT_INTERRUPT = 0x100,
	FAKE_CONTEXT_HARD = 0x10000,
};

#endif /* KCOV_PORT_TYPES_H */
