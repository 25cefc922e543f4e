/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Structs that begin with their own size (u32, bytes), which clients of any age
 * pass by pointer. No lock held; may sleep.
 */
#ifndef KCOV_CORE_ARGUMENT_H
#define KCOV_CORE_ARGUMENT_H

#include "core/port.h"

enum {
	/* The size and one more field. */
	KCOV_LEAST_ARGUMENT = 8,
	/* Nobody's struct is larger. */
	KCOV_MOST_ARGUMENT = 4096,
};

/*
 * Reads a struct of `known` bytes. What the client's lacks is 0, what it has
 * more must be 0. Its size is then at its begin, and in *size: 0, -EFAULT,
 * -EINVAL (too small to be one), -E2BIG.
 */
int kcov_argument_in(void *to, uint32_t known, uintptr_t pointer,
		     uint32_t *size);
/* Writes as much as the client's has room for, and says how much that is. */
int kcov_argument_out(uintptr_t pointer, void *from, uint32_t known,
		      uint32_t size);

#endif /* KCOV_CORE_ARGUMENT_H */
