// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A device in the kernel belongs to one thread, and children inherit none. So
 * whoever wants all threads has to give each its own, which calls_follow() does
 * by ptrace; what ptrace itself makes the kernel execute is left out there.
 * Called by session.c.
 */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>

#include "tool/collect/calls.h"
#include "tool/collect/traced.h"

struct recorder {
	struct recording *recording;
	unsigned int mode;
	uint64_t noisy; /* calls */
};

static struct task *task_of(struct recorder *recorder, const struct call *call)
{
	struct recording *recording = recorder->recording;
	size_t i = recording->tasks.count;
	struct task *task;

	/* The main thread's, which is not known before its first call. */
	if (!recording->tasks.at[0].tid) {
		recording->tasks.at[0].pid = (uint32_t)call->pid;
		recording->tasks.at[0].tid = (uint32_t)call->tid;
	}
	while (i--)
		if (recording->tasks.at[i].tid == (uint32_t)call->tid &&
		    recording->tasks.at[i].pid == (uint32_t)call->pid)
			return &recording->tasks.at[i];
	task = recording_add_task(recording, (uint32_t)call->pid,
				  (uint32_t)call->tid,
				  recording->tasks.at[0].name);
	task->counted = true;
	return task;
}

static void take_call(struct call *call, void *data)
{
	struct recorder *recorder = data;
	struct task *task = task_of(recorder, call);
	const uint64_t *at = call->records;
	size_t i;

	for (i = 0; i < call->count; i++)
		if (recorder->mode == KCOV_TRACE_CMP)
			array_push(&task->comparisons,
				   (struct comparison){
					   at[4 * i], at[4 * i + 1],
					   at[4 * i + 2], at[4 * i + 3] });
		else
			array_push(&task->pcs, at[i]);
	task->lost += call->lost;
	task->counted &= !call->lost || call->counted;
	recorder->noisy += call->noisy;
}

int record_calls(char *const *command, const struct device *device,
		 unsigned int mode, struct recording *recording)
{
	struct recorder recorder = { .recording = recording, .mode = mode };
	struct noise noise;
	struct calls_request request = { .command = command,
					 .device = device,
					 .mode = mode,
					 .host = HOST_KERNEL,
					 .children = true,
					 .noise = &noise,
					 .leave = take_call,
					 .data = &recorder };
	int status;

	recording->tasks.at[0].counted = true;
	noise_measure(&noise, mode);
	status = calls_follow(&request);
	noise_free(&noise);
	if (recorder.noisy)
		warn("in %" PRIu64 " calls the records of ptrace could not be "
		     "told from those of the call",
		     recorder.noisy);
	return status;
}
