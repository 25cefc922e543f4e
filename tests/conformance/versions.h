/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What stock kernels do or do not, by their version. */
#ifndef CONFORMANCE_VERSIONS_H
#define CONFORMANCE_VERSIONS_H

#include "harness.h"

bool stock_is_before(int major, int minor);

/* May a task collect for itself and be a remote owner at the same time? */
static inline bool host_has_both(void)
{
	return !stock_is_before(7, 2);
}

#endif /* CONFORMANCE_VERSIONS_H */
