/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What stock kernels do or do not, by their version. */
#ifndef CONFORMANCE_VERSIONS_H
#define CONFORMANCE_VERSIONS_H

#include <stdio.h>
#include <sys/utsname.h>

#include "harness.h"

static inline bool stock_is_before(int major, int minor)
{
	struct utsname system;
	int got[2];

	if (!host_is(STOCK))
		return false;
	CHECK_OK(uname(&system));
	CHECK_EQ(sscanf(system.release, "%d.%d", &got[0], &got[1]), 2);
	return got[0] < major || (got[0] == major && got[1] < minor);
}

/* May a task collect for itself and be a remote owner at the same time? */
static inline bool host_has_both(void)
{
	return !stock_is_before(7, 2);
}

#endif /* CONFORMANCE_VERSIONS_H */
