// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C5: a switch leaves one record per case, in the order of the compiler's
 * table, constant bit set, arg1 the case, arg2 the value, all with one PC.
 * Operands of other sizes than 8, 16, 32 and 64 bits leave none. User space:
 * compiled switches, and the compiler's callback with tables of our own.
 * kills: a record for the matching case only; the value first; a default size.
 */
#include "comparisons.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

void __sanitizer_cov_trace_switch(uint64_t value, void *table);

static const uint64_t cases[] = SWITCH_CASES;
static struct session session;

static void check_cases(uint64_t type, const uint64_t *want, unsigned long n,
			uint64_t value)
{
	unsigned long i;

	CHECK_EQ(*comparison_count(&session), n);
	for (i = 0; i < n; i++) {
		const struct comparison *got = comparison(&session, i);

		CHECK_EQ(got->type, type | KCOV_CMP_CONST);
		CHECK_EQ(got->arg1, want[i]);
		CHECK_EQ(got->arg2, value);
		CHECK_EQ(got->pc, comparison(&session, 0)->pc);
	}
	*comparison_count(&session) = 0;
}

static void check_compiled(void)
{
	static const uint64_t values[] = { 0, 3, 0x4711, 0x80000000,
					   0xffffffff };
	unsigned long i;

	for (i = 0; i < LENGTH(values); i++) {
		switch_4(values[i]);
		CHECK(comparison(&session, 0)->pc >
		      (unsigned long)__start_compare_text);
		CHECK(comparison(&session, 0)->pc <
		      (unsigned long)__stop_compare_text);
		check_cases(BYTES_4, cases, LENGTH(cases), values[i]);
		switch_8(values[i] << 32);
		check_cases(BYTES_8, cases, LENGTH(cases), values[i] << 32);
	}
}

static void check_table(uint64_t bits, uint64_t type, bool recorded)
{
	/* Not sorted: the order of the table is what counts. */
	uint64_t table[] = { 4, bits, 9, ~0ul, 0, 1ul << 63 };

	__sanitizer_cov_trace_switch(~0ul, table);
	check_cases(type, table + 2, recorded ? 4 : 0, ~0ul);
}

TEST_ANYWHERE(
	"a switch leaves one record for each case, in the order of its table")
{
	static const uint64_t odd[] = { 0,   1,		7,  9,	 15,  24,
					31,  33,	63, 65,	 128, 256,
					512, 1ul << 32, 72, 264, ~0ul };
	uint64_t empty[] = { 0, 32 };
	unsigned long i;

	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	if (host_is_kernel())
		SKIP("what a kernel compares is not known beforehand");
	session = session_open(WORDS);
	enable_comparisons(&session);
	check_compiled();
	check_table(8, BYTES_1, true);
	check_table(16, BYTES_2, true);
	check_table(32, BYTES_4, true);
	check_table(64, BYTES_8, true);
	for (i = 0; i < LENGTH(odd); i++)
		check_table(odd[i], 0, false);
	__sanitizer_cov_trace_switch(5, empty);
	CHECK_EQ(*comparison_count(&session), 0);
	disable(&session);
	session_close(&session);
}
