// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the rest of the kernel calls, as declared in <linux/kcov.h>.
 */
#include <linux/export.h>
#include <linux/kcov.h>
#include <linux/sched.h>

#include "core/kcov.h"
#include "core/port.h"

void kcov_task_init(struct task_struct *t)
{
	kcov_task_created(&t->kcov, &current->kcov);
}

void kcov_task_exit(struct task_struct *t)
{
	kcov_task_exited(&t->kcov);
}

void kcov_remote_start(u64 handle)
{
	kcov_section_start(&current->kcov, handle);
}
EXPORT_SYMBOL(kcov_remote_start);

void kcov_remote_stop(void)
{
	kcov_section_stop(&current->kcov);
}
EXPORT_SYMBOL(kcov_remote_stop);

kcov_common_handle_t kcov_common_handle(void)
{
	return kcov_common_handle_of(in_task() ? current->kcov.common_handle :
						 0);
}
EXPORT_SYMBOL(kcov_common_handle);

EXPORT_SYMBOL(__sanitizer_cov_trace_pc);
