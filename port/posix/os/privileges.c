// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Whether the program may more than its caller. Its descriptors and its
 * environment are the caller's then: what it executes would be told, and files
 * would be made in its name. Asked by whoever would take something from there.
 */
#include <sys/auxv.h>

#include "port/posix/os/os.h"

bool posix_has_privileges(void)
{
	return getauxval(AT_SECURE);
}
