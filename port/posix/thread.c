// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The thread as kcov's task: its block in TLS, its end, and how the copy of a
 * thread that a fork made finds out that it is not the original.
 */
#include "port/posix/posix.h"

#include "core/kcov.h"
#include "core/remote.h"
#include "core/task.h"

__thread struct kcov_task kcov_self = KCOV_TASK_IDLE;
__thread struct kcov_view kcov_view;

static pthread_key_t exit_key;
static bool exit_key_made;

static void forget_view(void)
{
	struct kcov_header *header = kcov_view.header;

	kcov_view.header = NULL;
	if (header)
		kcov_device_put(&header->device);
}

/* Is a page that fork wipes wiped, on which something of this thread stands? */
static bool is_wiped(void)
{
	const struct kcov_guard *guard = NULL;

	if (kcov_self.section)
		guard = kcov_section_guard(kcov_self.section);
	else if (kcov_view.header)
		guard = kcov_mapping_of(kcov_view.header)->guard;
	return guard && !guard->alive;
}

/*
 * In a forked child the guard page is wiped while TLS still says "enabled".
 * The binding belongs to the parent: drop the copy, keep the common handle.
 */
void kcov_thread_notice_fork(void)
{
	struct kcov_task parent;

	if (!is_wiped())
		return;
	parent = kcov_self;
	kcov_task_created(&kcov_self, &parent);
	forget_view();
}

/*
 * musl ends a thread that is cancelled anywhere at all on the stack as it is
 * there, while compilers take its alignment for granted.
 */
#if defined(__x86_64__) || defined(__i386__)
#define ALIGNS_STACK __attribute__((force_align_arg_pointer))
#else
#define ALIGNS_STACK
#endif

ALIGNS_STACK static void thread_exits(void *unused)
{
	(void)unused;
	kcov_thread_notice_fork();
	if (kcov_self.section)
		kcov_section_left_open(kcov_self.section);
	kcov_task_exited(&kcov_self);
	forget_view();
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
void kcov_thread_watch_exit(void)
{
	if (exit_key_made)
		pthread_setspecific(exit_key, &kcov_self);
}
