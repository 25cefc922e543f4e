// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E3, S-G8: modes other than 0 and 1 are EINVAL, all bits of the argument
 * count, and mode 1 is 524 where comparisons are not built.
 * kills: a mode cut to 32 bits; EOPNOTSUPP for the 524 that clients know.
 */
#include "harness.h"
#include "target.h"

/* Lost where an argument is cut to an int. */
#define TOP_BIT (1ul << (8 * sizeof(long) - 1))

TEST_ANYWHERE(
	"ENABLE accepts TRACE_PC, TRACE_CMP if it is built, and no other mode")
{
	static const unsigned long bad[] = {
		2, 3, 4, 77, 0x80, 1ul << 31, TOP_BIT, TOP_BIT + 1, ~0ul,
	};
	struct session session = session_open(WORDS);
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		note("mode 0x%lx", bad[i]);
		CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, bad[i]), EINVAL);
	}
	if (host_has_comparisons()) {
		CHECK_OK(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
		disable(&session);
	} else {
		CHECK_ERR(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP),
			  KERNEL_ENOTSUPP);
	}
	/* The refusals left it as it was. */
	CHECK_COLLECTS(&session, target_a);
	session_close(&session);
}
