// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What instrumented programs call to work for a handle: sections of this
 * process, also for sessions of others. Any thread, signal handlers too.
 */
#include <kcov/kcov.h>

#include "core/kcov.h"
#include "port/posix/remote/remote.h"

/* Starts that are too deep collect nothing, though somebody may listen. */
static __attribute__((noinline)) void look_whether_lost(uint64_t handle)
{
	unsigned long flags = kcov_port_registry_lock();
	bool is_wanted = kcov_registry_find_locked(handle);

	kcov_port_registry_unlock(flags);
	if (is_wanted)
		posix_complain_of(KCOV_SECTION_TOO_DEEP, handle);
}

KCOV_EXPORT void kcov_remote_start(uint64_t handle)
{
	enum kcov_start start;

	posix_registry_notice_fork();
	posix_thread_notice_fork();
	posix_foreign_look(handle);
	start = kcov_section_start(&kcov_self, handle);
	/* A thread may end inside a section, which then must end as well. */
	if (kcov_self.section)
		posix_thread_watch_exit();
	if (start == KCOV_START_TOO_DEEP)
		look_whether_lost(handle);
}

KCOV_EXPORT void kcov_remote_stop(void)
{
	posix_thread_notice_fork();
	kcov_section_stop(&kcov_self);
}

KCOV_EXPORT uint64_t kcov_common_handle(void)
{
	return kcov_port_context() == KCOV_CONTEXT_TASK ?
		       kcov_self.common_handle :
		       0;
}

/* Areas for sections in signal handlers, which may strike any thread. */
__attribute__((constructor)) static void prepare_handlers(void)
{
	kcov_interrupts_prepare(KCOV_HANDLER_AREAS, KCOV_HANDLER_AREA_WORDS);
}
