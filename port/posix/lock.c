// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A device's lock, in memory that processes share: a word that names the thread
 * which holds it. Whoever finds it held by a thread that is no more takes it
 * over and mends the device. Held for a handful of instructions, signals
 * blocked.
 */
#include <linux/futex.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

#define WAITERS 0x80000000u

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	lock->word = 0;
}

static bool take(uint32_t *word, uint32_t expected, uint32_t wanted)
{
	return __atomic_compare_exchange_n(word, &expected, wanted, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/*
 * Woken by the holder, or after a moment: it may have died meanwhile. The bit
 * stays when we get the lock, because we may not have waited alone.
 */
static void wait_for(uint32_t *word, uint32_t held)
{
	/* The kernel's timespec of this call, whatever libc's has become. */
	const long moment[2] = { 0, 10000000 };

	if (held & WAITERS || take(word, held, held | WAITERS))
		kcov_raw(SYS_futex, word, FUTEX_WAIT, held | WAITERS, moment,
			 NULL, 0);
}

bool kcov_lock_take(uint32_t *word)
{
	uint32_t self = (uint32_t)kcov_raw(SYS_gettid);
	uint32_t held;

	if (take(word, 0, self))
		return false;
	for (;;) {
		held = __atomic_load_n(word, __ATOMIC_RELAXED);
		if (!held && take(word, 0, self | WAITERS))
			return false;
		if (held && !kcov_task_is_alive((pid_t)(held & ~WAITERS)) &&
		    take(word, held, self | WAITERS))
			return true;
		if (held)
			wait_for(word, held);
	}
}

void kcov_lock_let_go(uint32_t *word)
{
	if (__atomic_exchange_n(word, 0, __ATOMIC_RELEASE) & WAITERS)
		kcov_raw(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	kcov_signals_block();
	if (kcov_lock_take(&device->lock.word) &&
	    (device->state < KCOV_STATE_LOCAL || kcov_port_abandoned(device)))
		kcov_device_recover_locked(device);
	return 0;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	(void)flags;
	kcov_lock_let_go(&device->lock.word);
	kcov_signals_restore();
}
