// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The thread as kcov's task: its block in TLS, its end, and how the copy of a
 * thread that a fork made finds out that it is not the original.
 */
#include <pthread.h>

#include "core/kcov.h"
#include "core/task.h"
#include "port/posix/device/device.h"
#include "port/posix/os/arch.h"

__thread struct kcov_task kcov_self = KCOV_TASK_IDLE;
__thread struct posix_header *posix_called_last;

static pthread_key_t exit_key;
static bool exit_key_made;

static void forget_called_last(void)
{
	struct posix_header *header = posix_called_last;

	posix_called_last = NULL;
	if (header)
		kcov_device_put(&header->device);
}

/* Is a page that fork wipes wiped, on which something of this thread stands? */
static bool is_wiped(void)
{
	const struct posix_header *header = posix_called_last;
	const struct posix_guard *guard = NULL;

	if (kcov_self.device)
		header = posix_header_of(kcov_self.device);
	else if (kcov_self.session)
		header = posix_header_of(kcov_self.session->device);
	if (kcov_self.section)
		guard = posix_section_guard(kcov_self.section);
	else if (header)
		guard = posix_mapping_of(header)->guard;
	return guard && !guard->alive;
}

/*
 * In a forked child the guard page is wiped while TLS still says "enabled".
 * The binding belongs to the parent: drop the copy, keep the common handle.
 */
void posix_thread_notice_fork(void)
{
	struct kcov_task parent;

	if (!is_wiped())
		return;
	parent = kcov_self;
	kcov_task_created(&kcov_self, &parent);
	forget_called_last();
}

/*
 * musl ends a thread that is cancelled anywhere at all on the stack as it is
 * there, while compilers take its alignment for granted.
 */
POSIX_ALIGNS_STACK static void thread_exits(void *unused)
{
	(void)unused;
	posix_thread_notice_fork();
	if (kcov_self.section)
		posix_section_left_open(kcov_self.section);
	kcov_task_exited(&kcov_self);
	forget_called_last();
}

__attribute__((constructor)) static void make_exit_key(void)
{
	exit_key_made = !pthread_key_create(&exit_key, thread_exits);
}

/*
 * A thread that ends without running this, by a raw exit, still lets go of what
 * it owns: ownership is robust. The key was made early, so its number is low
 * and setting it allocates nothing.
 */
void posix_thread_watch_exit(void)
{
	if (exit_key_made)
		pthread_setspecific(exit_key, &kcov_self);
}
