// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The lock of the registry, which belongs to the process: sections begin and
 * end in every thread of it. What a fork copied is the parent's. Called by the
 * core and by annotations.
 */
#include <pthread.h>

#include "core/kcov.h"
#include "port/posix/os/raw.h"
#include "port/posix/remote/remote.h"

static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;

/*
 * A page that any kind of fork wipes. In the child the registry is the copy of
 * one that belongs to the parent, its lock perhaps held by a thread that was
 * not copied: it begins anew.
 */
static uint32_t *original;

/* Beside 0, which the kernel wrote. */
enum { IN_FORCE = 1, BEING_RESET };

static void begin_anew(void)
{
	const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
	uint32_t wiped = 0;

	/* The child may have threads of its own by now: one does it. */
	if (__atomic_compare_exchange_n(original, &wiped, BEING_RESET, false,
					__ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
		registry = fresh;
		kcov_sessions_forget_locked();
		posix_domain_begin_anew();
		__atomic_store_n(original, IN_FORCE, __ATOMIC_RELEASE);
	}
	while (__atomic_load_n(original, __ATOMIC_ACQUIRE) != IN_FORCE)
		posix_raw(SYS_sched_yield);
}

void posix_registry_notice_fork(void)
{
	if (!original ||
	    __atomic_load_n(original, __ATOMIC_ACQUIRE) == IN_FORCE)
		return;
	posix_signals_block();
	begin_anew();
	posix_signals_restore();
}

__attribute__((constructor)) static void mark_original(void)
{
	uint32_t *page = kcov_port_alloc(posix_page_bytes());

	if (!page ||
	    posix_raw(SYS_madvise, page, posix_page_bytes(), MADV_WIPEONFORK))
		return;
	*page = IN_FORCE;
	original = page;
}

unsigned long kcov_port_registry_lock(void)
{
	posix_registry_notice_fork();
	posix_signals_block();
	pthread_mutex_lock(&registry);
	return 0;
}

void kcov_port_registry_unlock(unsigned long flags)
{
	(void)flags;
	pthread_mutex_unlock(&registry);
	posix_signals_restore();
}
