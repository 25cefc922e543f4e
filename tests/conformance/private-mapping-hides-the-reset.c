// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M3: a MAP_PRIVATE mapping shows the live area until its first write; then
 * that page is a copy, and the user's reset no longer reaches the collector.
 * kills: (user space) MAP_PRIVATE quietly turned into MAP_SHARED.
 */
#include "harness.h"
#include "target.h"

TEST("a private mapping is live until it is written")
{
	struct session session = session_open(WORDS);
	unsigned long *area;
	unsigned long n;

	area = CHECK_OK(mmap(NULL, WORDS * sizeof(unsigned long),
			     PROT_READ | PROT_WRITE, MAP_PRIVATE, session.fd,
			     0));
	enable_empty(&session);
	target_a();
	n = count(&session);
	CHECK(n > 0);
	/* A kernel may have added records for a page fault in between. */
	CHECK(__atomic_load_n(&area[0], __ATOMIC_RELAXED) >= n);

	__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
	CHECK_EQ(__atomic_load_n(&area[0], __ATOMIC_RELAXED), 0);
	CHECK(count(&session) >= n);
	target_a();
	CHECK(count(&session) > n);
	CHECK_EQ(__atomic_load_n(&area[0], __ATOMIC_RELAXED), 0);
	disable(&session);
	CHECK_OK(munmap(area, WORDS * sizeof(unsigned long)));
	session_close(&session);
}
