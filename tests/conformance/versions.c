// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What versions.h declares. */
#include <stdio.h>
#include <sys/utsname.h>

#include "versions.h"

bool stock_is_before(int major, int minor)
{
	struct utsname system;
	int got[2];

	if (!host_is(STOCK))
		return false;
	CHECK_OK(uname(&system));
	CHECK_EQ(sscanf(system.release, "%d.%d", &got[0], &got[1]), 2);
	return got[0] < major || (got[0] == major && got[1] < minor);
}
