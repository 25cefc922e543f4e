// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M3: a PROT_READ mapping shows what a writable one does, and a store to it
 * faults. syzkaller maps like this.
 * kills: mmap that insists on PROT_WRITE; a protection that is ignored.
 */
#include <signal.h>

#include "harness.h"
#include "target.h"

static unsigned long *read_only;

static void store(void *argument)
{
	(void)argument;
	*(volatile unsigned long *)read_only = 0;
}

TEST("a read-only mapping shows the records and cannot be written")
{
	struct session session = session_open(WORDS);
	struct trace trace;

	read_only = CHECK_OK(mmap(NULL, WORDS * sizeof(unsigned long),
				  PROT_READ, MAP_SHARED, session.fd, 0));
	trace = trace_alone(&session, target_a);
	CHECK(trace.n > 0);
	CHECK_EQ(read_only[1], trace.pc[0]);
	CHECK_EQ(read_only[trace.n], trace.pc[trace.n - 1]);
	CHECK_EQ(read_only[0], session.area[0]);
	CHECK_KILLED(fork_child(store, NULL), SIGSEGV);
	CHECK_OK(munmap(read_only, WORDS * sizeof(unsigned long)));
	session_close(&session);
}
