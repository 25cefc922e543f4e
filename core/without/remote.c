// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A kcov that has no remote coverage, for hosts that are short of memory:
 * instead of the files that sources.mk lists as kcov-core-remote. Nobody ever
 * listens to a handle, and REMOTE_ENABLE is a call that there is not.
 */
#include "core/remote_enable.h"
#include "core/scratch.h"
#include "core/section.h"
#include "core/session.h"
#include "core/task.h"

const uint64_t kcov_remote_features = 0;

int kcov_remote_enable(struct kcov_device *device, struct kcov_task *task,
		       uintptr_t argument)
{
	(void)device;
	(void)task;
	(void)argument;
	return -ENOTTY;
}

enum kcov_start kcov_section_start(struct kcov_task *task, uint64_t handle)
{
	(void)task;
	(void)handle;
	return KCOV_START_FOR_NOBODY;
}

void kcov_section_stop(struct kcov_task *task)
{
	(void)task;
}

void kcov_section_withdraw_local(struct kcov_task *task)
{
	kcov_task_disarm(task);
}

void kcov_section_abandon_all(struct kcov_task *task)
{
	(void)task;
}

/* No task has a session that could end. */
void kcov_session_end_locked(struct kcov_session *session)
{
	(void)session;
}

void kcov_session_release(struct kcov_session *session)
{
	(void)session;
}

int kcov_interrupts_prepare(unsigned int areas, size_t words)
{
	(void)areas;
	(void)words;
	return 0;
}
