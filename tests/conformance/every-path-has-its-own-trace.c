// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-P2: different paths give different traces. In user space all 64 paths of
 * the target differ; in a kernel its eight system calls do.
 * kills: a constant in place of the caller's address.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static unsigned int path;

static void take_path(void)
{
	target_path(path);
}

TEST_ANYWHERE("different calls give different traces")
{
	unsigned int paths = host_is_exact() ? TARGET_PATHS : TARGET_SYSCALLS;
	struct session session = session_open(WORDS);
	struct trace traces[TARGET_PATHS];
	unsigned int i, j;

	for (i = 0; i < paths; i++) {
		path = i;
		traces[i] = trace_alone(&session, take_path);
		CHECK(traces[i].n > 0);
		for (j = 0; j < i; j++)
			if (trace_equal(&traces[i], &traces[j]))
				FAIL("paths %u and %u give the same trace", i,
				     j);
	}
	session_close(&session);
}
