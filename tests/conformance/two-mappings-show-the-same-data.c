// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M2, S-F1: any number of mappings, all of the same memory.
 * kills: a second mmap that succeeds and maps nothing, or other pages.
 */
#include "harness.h"
#include "target.h"

#define MAPPINGS 16

TEST_ANYWHERE("sixteen mappings of one device show the same data")
{
	struct session session = session_open(4 * page_words());
	size_t bytes = session.words * sizeof(unsigned long);
	unsigned long *areas[MAPPINGS];
	unsigned long i;
	int m;

	for (m = 0; m < MAPPINGS; m++)
		areas[m] = session_map(session.fd, session.words);
	CHECK_COLLECTS(&session, target_a);
	for (m = 0; m < MAPPINGS; m++)
		for (i = 0; i < session.words; i++)
			CHECK_EQ(areas[m][i], session.area[i]);
	/* And a store through one is seen through all. */
	for (i = 0; i < session.words; i++)
		areas[0][i] = i ^ 0xc0ffee;
	for (m = 1; m < MAPPINGS; m++)
		for (i = 0; i < session.words; i++)
			CHECK_EQ(areas[m][i], i ^ 0xc0ffee);
	for (m = 0; m < MAPPINGS; m++)
		CHECK_OK(munmap(areas[m], bytes));
	CHECK_EQ(session.area[7], 7 ^ 0xc0ffee);
	session_close(&session);
}
