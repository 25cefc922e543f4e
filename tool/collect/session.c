// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include <inttypes.h>
#include <linux/kcov.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/collect/surroundings.h"

/* 8 MiB of kernel memory; user space takes only what is used. */
#define KERNEL_WORDS (1ull << 20)
#define USER_WORDS (1ull << 24)

bool session_option(struct session *session, const struct command *self,
		    int option, char *value)
{
	switch (option) {
	case 'b':
		session->words =
			number_argument(self, "--buffer", value, 2, MOST_WORDS);
		return true;
	case 'E':
		change_environment(value);
		return true;
	case 'u':
		choose_user(value);
		return true;
	case OPTION_HOST:
		if (!host_parse(value, &session->host))
			usage_error(self,
				    "--host wants auto, user or kernel, "
				    "not \"%s\"",
				    value);
		return true;
	case OPTION_GROW:
		session->grow = true;
		return true;
	}
	return false;
}

void session_prepare(struct session *session)
{
	session->chosen = session->host == HOST_AUTO;
	session->host = host_choose(session->host);
	if (!session->words)
		session->words = session->host == HOST_KERNEL ? KERNEL_WORDS :
								USER_WORDS;
}

static void take_records(const struct device *device, unsigned int mode,
			 struct task *task)
{
	uint64_t i, count = device_records(device, mode);
	const uint64_t *at = device->area + 1;

	if (mode == KCOV_TRACE_CMP) {
		array_reserve(&task->comparisons, count);
		for (i = 0; i < count; i++, at += 4)
			array_push(&task->comparisons,
				   (struct comparison){ at[0], at[1], at[2],
							at[3] });
	} else {
		array_reserve(&task->pcs, count);
		for (i = 0; i < count; i++)
			array_push(&task->pcs, at[i]);
	}
	/* What fills it exactly looks the same, but programs do not. */
	task->lost = device_is_full(device, mode);
}

static void note_session(struct recording *recording,
			 const struct session *session)
{
	char words[32];

	recording_add_fact(recording, "host",
			   session->host == HOST_KERNEL ? "kernel" : "user");
	recording_add_fact(recording, "mode",
			   session->mode == KCOV_TRACE_CMP ? "cmp" : "pc");
	snprintf(words, sizeof(words), "%" PRIu64, session->words);
	recording_add_fact(recording, "buffer", words);
}

/* One run with a buffer of that size. */
static int record_once(const struct session *session,
		       struct recording *recording)
{
	struct device device;
	int status;

	note_session(recording, session);
	note_system(recording, session->command);
	if (session->host == HOST_KERNEL)
		note_kernel(recording);
	if (!device_open(&device, session->words))
		exit(STATUS_WRAPPER_FAILED);
	status = launch_recorded(session->command, &device, session->mode,
				 session->host, recording);
	take_records(&device, session->mode,
		     recording_add_task(recording, 0, 0, session->command[0]));
	device_close(&device);
	return status;
}

void session_warn(const struct session *session,
		  const struct recording *recording)
{
	const struct task *task = &recording->tasks.at[0];
	size_t count = task->pcs.count + task->comparisons.count;

	if (recording_lost(recording))
		warn("the buffer of %" PRIu64 " words was full: what ran after "
		     "the first %zu records is lost; --buffer %" PRIu64
		     " or --grow records more",
		     session->words, count, 2 * session->words);
	else if (!count && session->host == HOST_USER)
		warn("nothing was recorded: compile with "
		     "-fsanitize-coverage=trace-pc and link with -lkcov; only "
		     "the main thread is recorded%s",
		     session->chosen ? ", and of the kernel nothing "
				       "(--host kernel says why)" :
				       "");
	else if (!count)
		warn("nothing was recorded: kcovctl doctor looks for the "
		     "reason");
}

bool session_interrupted(int wait_status)
{
	return WIFSIGNALED(wait_status) && (WTERMSIG(wait_status) == SIGINT ||
					    WTERMSIG(wait_status) == SIGQUIT);
}

int session_record(struct session *session, struct recording *recording)
{
	int status = record_once(session, recording);

	while (recording_lost(recording) && session->grow &&
	       !session_interrupted(status) && session->words < MOST_WORDS) {
		session->words *= 2;
		info("the buffer was full: running again with %" PRIu64
		     " words",
		     session->words);
		recording_free(recording);
		status = record_once(session, recording);
	}
	return status;
}
