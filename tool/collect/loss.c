// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is said when a session has recorded nothing, or not everything. Called
 * by the commands that record, when the command has ended.
 */
#include <inttypes.h>

#include "tool/base/fail.h"
#include "tool/collect/session.h"
#include "tool/collect/surroundings.h"

static void warn_of_loss(const struct session *session,
			 const struct recording *recording)
{
	const struct task *task = &recording->tasks.at[0];
	size_t i, full = 0;

	for (i = 0; i < recording->tasks.count; i++)
		full += recording->tasks.at[i].lost > 0;
	if (session_is_by_calls(session))
		warn("the buffer of %" PRIu64 " words was full in some calls: "
		     "%s%" PRIu64 " records are lost; --buffer %" PRIu64
		     " or --grow records more",
		     session->words,
		     recording_losses_counted(recording) ? "" : "at least ",
		     recording_lost(recording), 2 * session->words);
	else if (full == 1 && task->lost && task->counted)
		warn("the buffer of %" PRIu64 " words was full: of %" PRIu64
		     " records the last %" PRIu64 " are lost; --buffer %" PRIu64
		     " or --grow records more",
		     session->words,
		     task->pcs.count + task->comparisons.count + task->lost,
		     task->lost, 2 * session->words);
	else if (full == 1 && task->lost)
		warn("the buffer of %" PRIu64 " words was full: what ran after "
		     "the first %zu records is lost; --buffer %" PRIu64
		     " or --grow records more",
		     session->words,
		     session->set ? (size_t)session->words - 1 :
				    task->pcs.count + task->comparisons.count,
		     2 * session->words);
	else
		warn("the buffers of %zu threads were full: what they ran then "
		     "is lost; --buffer %" PRIu64 " or --grow records more",
		     full, 2 * session->thread_words);
}

void session_warn(const struct session *session,
		  const struct recording *recording)
{
	size_t i, count = 0;

	for (i = 0; i < recording->tasks.count; i++)
		count += recording->tasks.at[i].pcs.count +
			 recording->tasks.at[i].comparisons.count;
	if (session->refused)
		warn("there was no descriptor for %zu devices: what their "
		     "threads ran is not in the recording; raise ulimit -n",
		     session->refused);
	if (recording_lost(recording))
		warn_of_loss(session, recording);
	else if (!count && session->host == HOST_USER)
		warn("nothing was recorded: compile with "
		     "-fsanitize-coverage=trace-pc and link with -lkcov%s%s",
		     session->left_out ? "; child processes were left out, -f "
					 "records them" :
					 "",
		     session->chosen ? "; and of the kernel nothing "
				       "(--host kernel says why)" :
				       "");
	else if (session->host == HOST_KERNEL &&
		 session->whom != ALL_PROCESSES &&
		 kernel_made_tasks(&recording->tasks.at[0]))
		info("other threads and children were left out: -f records "
		     "their system calls");
	else if (!count)
		warn("nothing was recorded: kcovctl doctor looks for the "
		     "reason");
	else if (session->left_out)
		info("%zu child processes were left out: -f records them",
		     session->left_out);
}
