// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A child that runs in the thread block of its parent, as vfork() and clone()
 * with CLONE_VM make them, is a task of its own all the same: what the parent
 * collects for is put aside until the child is over. Called by children.c around
 * the call, and by session.c, as an end may pass without anybody to notice it.
 */
#include "core/kcov.h"
#include "core/section.h"
#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

/* In memory of its own: the parent's stack may be the child's. */
struct posix_lent {
	struct posix_lent *outer; /* its owner borrows the block too */
	struct kcov_task task;
	struct posix_header *called_last;
	pid_t owner; /* who gets the block back */
	bool beside; /* the owner does not wait for the end of the child */
};
static __thread struct posix_lent *lent;

/* 0 or -ENOMEM: then there must be no child. */
int posix_lend(bool beside)
{
	struct posix_lent *saved = kcov_port_alloc(sizeof(*saved));

	if (!saved)
		return -ENOMEM;
	posix_signals_block();
	posix_thread_notice_fork();
	saved->outer = lent;
	saved->task = kcov_self;
	saved->called_last = posix_called_last;
	saved->owner = (pid_t)posix_raw(SYS_gettid);
	saved->beside = beside;
	if (beside && (kcov_self.device || kcov_self.section))
		posix_complain(KCOV_BLOCK_LENT);
	kcov_task_created(&kcov_self, &saved->task);
	posix_called_last = NULL;
	lent = saved;
	posix_signals_restore();
	return 0;
}

/* Of what the child left this process has memory; the rest died with it. */
static void drop_what_is_left(void)
{
	kcov_section_abandon_all(&kcov_self);
	if (kcov_self.device)
		kcov_device_put(kcov_self.device);
	if (posix_called_last)
		kcov_device_put(&posix_called_last->device);
}

/* Once, though owner and child may come here at the same time. */
void posix_lent_returns(void)
{
	struct posix_lent *saved =
		__atomic_exchange_n(&lent, NULL, __ATOMIC_ACQ_REL);

	if (!saved)
		return;
	drop_what_is_left();
	posix_called_last = saved->called_last;
	kcov_self = saved->task;
	lent = saved->outer;
	kcov_port_free(saved, sizeof(*saved));
}

/*
 * The thread calls on a device: if it lent its block to a child beside it, it
 * has it back now. A child has to do with what it finds.
 */
void posix_lent_look(void)
{
	if (lent && lent->beside && lent->owner == (pid_t)posix_raw(SYS_gettid))
		posix_lent_returns();
}
