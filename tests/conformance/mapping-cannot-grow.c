// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M4: mremap cannot grow the mapping (EFAULT from VM_DONTEXPAND).
 * kills: the flag left out of mmap.
 */
#include "harness.h"

TEST("mremap refuses to grow the mapping")
{
	struct session session;
	size_t bytes = WORDS * sizeof(unsigned long);

	if (host_is(USER))
		SKIP("a mapping of a memfd grows; beyond the area it faults");
	session = session_open(WORDS);
	CHECK_ERR(mremap(session.area, bytes, 2 * bytes, MREMAP_MAYMOVE),
		  EFAULT);
	CHECK_ERR(mremap(session.area, bytes, bytes + 1, MREMAP_MAYMOVE),
		  EFAULT);
	session_close(&session);
}
