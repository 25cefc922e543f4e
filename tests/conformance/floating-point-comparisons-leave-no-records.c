// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C5: the interface has no type for floating-point numbers, which kernels do
 * not compare; gcc reports them by callbacks of their own, and a program that
 * compares some links, runs and leaves no records of it.
 * kills: a callback that is missing; one that records or changes the operands.
 */
#include "comparisons.h"

#define OPAQUE_OF(type, value)                 \
	({                                     \
		volatile type opaque_ = value; \
		opaque_;                       \
	})

TEST("comparisons of floating-point numbers leave no records")
{
	struct session session;
	bool less, more, less_double, more_double;
	unsigned long records;

	if (!host_is(USER))
		SKIP("kernels compare no floating-point numbers");
	session = session_open(WORDS);
	enable_comparisons(&session);
	set_count(&session, 0);
	less = compare_floats(OPAQUE_OF(float, 1.5f), OPAQUE_OF(float, 2.5f));
	more = compare_floats(OPAQUE_OF(float, 2.5f), OPAQUE_OF(float, 1.5f));
	less_double =
		compare_doubles(OPAQUE_OF(double, 1.5), OPAQUE_OF(double, 2.5));
	more_double =
		compare_doubles(OPAQUE_OF(double, 2.5), OPAQUE_OF(double, 1.5));
	records = count(&session);
	disable(&session);
	CHECK_EQ(records, 0);
	CHECK(less && !more && less_double && !more_double);
	session_close(&session);
}
