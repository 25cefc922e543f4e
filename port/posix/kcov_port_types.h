/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Types of the user-space host. A device lives in memory that several processes
 * share, so its lock names its holder: one that died leaves it to the next.
 */
#ifndef KCOV_PORT_TYPES_H
#define KCOV_PORT_TYPES_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An i386 compiler would align it to 4, which no atomic access may be. */
typedef uint64_t posix_lock_word __attribute__((aligned(8)));

struct kcov_port_lock {
	posix_lock_word word; /* lock.c */
};

/* The count is private to a process, so it cannot stand in shared memory. */
struct kcov_port_ref {
	char none;
};

/* The area is the start of the device's own memfd. */
struct kcov_port_area {
	char none;
};

/* The type compilers declare for 8-byte operands. */
#if __SIZEOF_LONG__ == 8
typedef unsigned long kcov_cmp8;
#else
typedef unsigned long long kcov_cmp8;
#endif

/* Where the stack would be used for arguments, it is not for the first three. */
#ifdef __i386__
#define KCOV_PORT_BY_REGISTERS __attribute__((regparm(3)))
#else
#define KCOV_PORT_BY_REGISTERS
#endif

/* Stands right before an area, which has records of one kind at a time. */
struct posix_limit {
	uint64_t records;
};

enum {
	KCOV_PORT_HAS_CMP = 1,
	KCOV_PORT_HAS_SEAL = 0,
	KCOV_CONTEXT_TASK = 0,
	KCOV_CONTEXT_INTERRUPT = 1, /* a signal handler */
};

#endif /* KCOV_PORT_TYPES_H */
