// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A lock in memory that processes share: a word that names the thread which
 * holds it, and since when. Whoever finds it held by a thread that is no more
 * takes it over and mends what it protects; a number that was given out again
 * belongs to a thread that is too young. Held for a handful of instructions,
 * signals blocked.
 */
#include <linux/futex.h>
#include <time.h>

#include "port/posix/os/os.h"
#include "port/posix/os/raw.h"

/*
 * [ since when: 32 bits | WAITERS: 1 | the holder's tid: 31 ], 0: free. Times
 * in units of 2^26 ns of CLOCK_BOOTTIME: 32 bits last for nine years, and no
 * system gives out all its numbers in a fifteenth of a second.
 */
#define WAITERS 0x80000000u
#define SINCE_SHIFT 26

static uint64_t held_by_me(void)
{
	uint64_t tid = (uint64_t)posix_raw(SYS_gettid);

	/* Rounded up: the holder itself may have begun to run just now. */
	return ((posix_boottime_ns() >> SINCE_SHIFT) + 1) << 32 | tid;
}

static bool holder_is_gone(uint64_t held)
{
	const pid_t tid = (pid_t)((uint32_t)held & ~WAITERS);

	return !posix_task_is_alive(tid) ||
	       !posix_task_started_before(tid, held >> 32 << SINCE_SHIFT);
}

static bool take(posix_lock_word *word, uint64_t expected, uint64_t wanted)
{
	return __atomic_compare_exchange_n(word, &expected, wanted, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* The half that a futex compares: the one with the number. */
static uint32_t *futex_of(posix_lock_word *word)
{
	return (uint32_t *)word + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

/*
 * Woken by the holder, or after a moment: it may have died meanwhile. The bit
 * stays when we get the lock, because we may not have waited alone.
 */
static void wait_for(posix_lock_word *word, uint64_t held)
{
	/* The kernel's timespec of this call, whatever libc's has become. */
	const long moment[2] = { 0, 10000000 };

	if (held & WAITERS || take(word, held, held | WAITERS))
		posix_raw(SYS_futex, futex_of(word), FUTEX_WAIT,
			  (uint32_t)held | WAITERS, moment, NULL, 0);
}

bool posix_lock_take(posix_lock_word *word)
{
	const uint64_t self = held_by_me();
	uint64_t held;

	if (take(word, 0, self))
		return false;
	for (;;) {
		held = __atomic_load_n(word, __ATOMIC_RELAXED);
		if (!held && take(word, 0, self | WAITERS))
			return false;
		if (held && holder_is_gone(held) &&
		    take(word, held, self | WAITERS))
			return true;
		if (held)
			wait_for(word, held);
	}
}

void posix_lock_let_go(posix_lock_word *word)
{
	if (__atomic_exchange_n(word, 0, __ATOMIC_RELEASE) & WAITERS)
		posix_raw(SYS_futex, futex_of(word), FUTEX_WAKE, 1, NULL, NULL,
			  0);
}
