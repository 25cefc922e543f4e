// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C2, L-C5, S-A11: one comparison is one record {type, arg1, arg2, pc}: the
 * size in the type, operands extended with zeros from their own width, the
 * constant first where there is one and bit 0 saying so, the PC of the
 * comparing code. User space, where the comparisons are known.
 * kills: a callback that takes its operands too narrow or with their sign; a
 * size of the wrong callback; the constant second; no constant bit.
 */
#include "comparisons.h"

static struct session session;

static void check_last(int line, uint64_t type, uint64_t arg1, uint64_t arg2)
{
	const struct comparison *got = comparison(&session, 0);

	if (*comparison_count(&session) != 1)
		FAIL("line %d: %lu records", line,
		     (unsigned long)*comparison_count(&session));
	if (got->type != type || got->arg1 != arg1 || got->arg2 != arg2)
		FAIL("line %d: {0x%lx, 0x%lx, 0x%lx}, not {0x%lx, 0x%lx, "
		     "0x%lx}",
		     line, got->type, got->arg1, got->arg2, type, arg1, arg2);
	if (got->pc <= (unsigned long)__start_compare_text ||
	    got->pc >= (unsigned long)__stop_compare_text)
		FAIL("line %d: PC 0x%lx is not of the comparing code", line,
		     got->pc);
	*comparison_count(&session) = 0;
}

#define RECORDS(call, type, arg1, arg2)                       \
	do {                                                  \
		call;                                         \
		check_last(__LINE__, (type), (arg1), (arg2)); \
	} while (0)

static void check_variables(void)
{
	RECORDS(compare_1(0xff, 0x80), BYTES_1, 0xff, 0x80);
	RECORDS(compare_2(0xffff, 0x8000), BYTES_2, 0xffff, 0x8000);
	RECORDS(compare_4(~0u, 1u << 31), BYTES_4, ~0u, 1u << 31);
	RECORDS(compare_8(~0ul, 1ul << 63), BYTES_8, ~0ul, 1ul << 63);
	RECORDS(compare_1(0, 1), BYTES_1, 0, 1);
	RECORDS(compare_2(0, 0x1234), BYTES_2, 0, 0x1234);
	RECORDS(compare_4(7, 7), BYTES_4, 7, 7);
	RECORDS(compare_8(0x123456789abcdef0, 2), BYTES_8, 0x123456789abcdef0,
		2);
}

static void check_signed(void)
{
	compare_less(-1, -2);
	/* Compilers may turn the comparison round. */
	if (comparison(&session, 0)->arg1 == (uint32_t)-1)
		check_last(__LINE__, BYTES_4, (uint32_t)-1, (uint32_t)-2);
	else
		check_last(__LINE__, BYTES_4, (uint32_t)-2, (uint32_t)-1);
}

static void check_constants(void)
{
	const uint64_t k = KCOV_CMP_CONST;

	RECORDS(compare_1_with_ones(0x80), BYTES_1 | k, 0xff, 0x80);
	RECORDS(compare_2_with_ones(0x8000), BYTES_2 | k, 0xffff, 0x8000);
	RECORDS(compare_4_with_ones(1u << 31), BYTES_4 | k, ~0u, 1u << 31);
	RECORDS(compare_8_with_ones(1ul << 63), BYTES_8 | k, ~0ul, 1ul << 63);
	RECORDS(compare_1_with_top(0xff), BYTES_1 | k, 0x80, 0xff);
	RECORDS(compare_2_with_top(0xffff), BYTES_2 | k, 0x8000, 0xffff);
	RECORDS(compare_4_with_top(~0u), BYTES_4 | k, 1u << 31, ~0u);
	RECORDS(compare_8_with_top(~0ul), BYTES_8 | k, 1ul << 63, ~0ul);
}

TEST_ANYWHERE(
	"a record holds size, constant bit, both operands whole, and the PC")
{
	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	if (host_is_kernel())
		SKIP("what a kernel compares is not known beforehand");
	session = session_open(WORDS);
	enable_comparisons(&session);
	check_variables();
	check_signed();
	check_constants();
	disable(&session);
	session_close(&session);
}
