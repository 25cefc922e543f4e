// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Signals, in two ways: kept out while a call of ours holds a lock, and as the
 * soft interrupts of user space. A handler is not part of what the interrupted
 * thread was asked to do, so its code is not recorded for it; a section that the
 * handler opens collects for its own session.
 *
 * For that the program's handlers run inside one of ours. A handler that leaves
 * by longjmp takes the short way past it: doc/compat.md, "longjmp".
 */
#include <signal.h>

#include "core/section.h"
#include "core/task.h"
#include "port/posix/posix.h"
#include "port/posix/raw.h"

#define KERNEL_SIGSET_BYTES 8
#define SIGNALS 65

static __thread uint64_t blocked_before;
static __thread unsigned int block_depth;

void kcov_signals_block(void)
{
	uint64_t all = ~0ull;
	uint64_t before;

	if (block_depth) {
		block_depth++;
		return;
	}
	kcov_raw(SYS_rt_sigprocmask, SIG_BLOCK, &all, &before,
		 KERNEL_SIGSET_BYTES);
	blocked_before = before;
	block_depth = 1;
}

void kcov_signals_restore(void)
{
	uint64_t before = blocked_before;

	if (--block_depth)
		return;
	kcov_raw(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL,
		 KERNEL_SIGSET_BYTES);
}
