// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-C2, L-C3: an area of so many words holds floor((words * 8 - 8) / 32)
 * records; then it is full: the count stays, the words behind the last record
 * stay, and a reset is all it takes.
 * kills: a limit in words; a record that ends outside; a count that goes on.
 */
#include "comparisons.h"

#define CANARY 0xca9a7ca9a7000000ul

static void fill(unsigned long words)
{
	struct session session = session_open(words);
	unsigned long capacity = comparison_capacity(words);
	unsigned long i;

	for (i = 0; i < words; i++)
		session.area[i] = CANARY + i;
	enable_comparisons(&session);
	*comparison_count(&session) = 0;
	for (i = 0; i <= capacity; i++)
		compare_a();
	CHECK_EQ(*comparison_count(&session), capacity);
	compare_a();
	CHECK_EQ(*comparison_count(&session), capacity);
	*comparison_count(&session) = 0;
	compare_a();
	CHECK(*comparison_count(&session) > 0);
	disable(&session);
	for (i = 0; i < capacity; i++) {
		CHECK_EQ(comparison(&session, i)->type & ~7ul, 0);
		CHECK(comparison(&session, i)->pc != CANARY + 4 + 4 * i);
	}
	for (i = 1 + capacity * RECORD_WORDS; i < words; i++)
		CHECK_EQ(session.area[i], CANARY + i);
	session_close(&session);
}

TEST_ANYWHERE("a full comparison area holds whole records and stays full")
{
	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	CHECK_EQ(comparison_capacity(512), 512 * sizeof(long) / 32 - 1);
	fill(page_words());
	fill(2 * page_words());
	fill(5 * page_words());
}
