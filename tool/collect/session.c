// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A command that is recorded, once or with larger buffers again: what commands
 * with -b, --host and --grow have in common. Called by record, diff and cmp.
 */
#include <inttypes.h>
#include <linux/kcov.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "tool/base/fail.h"
#include "tool/collect/gather.h"
#include "tool/collect/launch.h"
#include "tool/collect/loaded.h"
#include "tool/collect/modules.h"
#include "tool/collect/session.h"
#include "tool/collect/surroundings.h"
#include "tool/collect/traced.h"
#include "tool/recording/set.h"

/* 8 MiB of kernel memory; 128 MiB for the program's main thread. */
#define KERNEL_WORDS (1ull << 20)
#define USER_WORDS (1ull << 24)
/* Of one call at a time, for each thread of each process. */
#define CALL_WORDS (1ull << 17)
/* Beside PCs half as many comparisons, of four words each; programs have 0.4. */
#define CMP_WORDS(words) (2 * (words))
/* There may be many, and each takes it while it lives. */
#define THREAD_WORDS (1ull << 18)

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
	session->thread_words = session->words ? session->words : THREAD_WORDS;
	if (!session->words && session->host == HOST_USER)
		session->words = session->both ? USER_WORDS / 4 : USER_WORDS;
	else if (!session->words)
		session->words = session->whom == ALL_PROCESSES ? CALL_WORDS :
								  KERNEL_WORDS;
}

bool session_is_by_calls(const struct session *session)
{
	return session->host == HOST_KERNEL && session->whom == ALL_PROCESSES;
}

bool session_can_have_both(const struct session *session)
{
	struct device device;
	int error;

	if (session_is_by_calls(session))
		return false;
	if (!device_open(&device, session->words))
		exit(STATUS_WRAPPER_FAILED);
	error = device_set_up(&device, false, session->words / 2);
	device_close(&device);
	return !error;
}

static void take_comparisons(struct task *task, const uint64_t *at,
			     uint64_t count)
{
	array_reserve(&task->comparisons, count);
	for (; count; count--, at += 4)
		array_push(&task->comparisons,
			   (struct comparison){ at[0], at[1], at[2], at[3] });
}

static void take_records(const struct device *device, unsigned int mode,
			 struct task *task)
{
	uint64_t beside, i, count = device_records(device, mode);
	const uint64_t *comparisons = device_comparisons(device, &beside);

	task->pcs.count = task->comparisons.count = 0;
	if (mode == KCOV_TRACE_CMP) {
		take_comparisons(task, device->area + 1, count);
	} else {
		array_reserve(&task->pcs, count);
		for (i = 0; i < count; i++)
			array_push(&task->pcs, device->area[1 + i]);
		take_comparisons(task, comparisons, beside);
	}
	task->counted = device_lost(device, mode, &task->lost);
}

void take_task(struct recording *recording, const struct device *device,
	       unsigned int mode, struct task *task)
{
	take_records(device, mode, task);
	if (task->pcs.count + task->comparisons.count &&
	    !place_records(recording, task, device))
		warn("the recording will not say where the code of thread "
		     "%" PRIu32
		     " was: its device has no map of what was loaded",
		     task->tid);
}

static void note_session(struct recording *recording,
			 const struct session *session)
{
	char words[32];

	recording_add_fact(recording, "host",
			   session->host == HOST_KERNEL ? "kernel" : "user");
	recording_add_fact(recording, "mode",
			   session->both		   ? "pc,cmp" :
			   session->mode == KCOV_TRACE_CMP ? "cmp" :
							     "pc");
	if (session->set)
		recording_add_fact(recording, FACT_RECORDS, RECORDS_SET);
	snprintf(words, sizeof(words), "%" PRIu64, session->words);
	recording_add_fact(recording, "buffer", words);
}

/* A run, and what is known of it so far. */
struct one_run {
	const struct session *session;
	struct recording *recording;
	struct device device;
	struct gathering gathering;
	struct modules modules;
};

/* The main thread's task is the first one, and there from the beginning. */
static void take_main(struct one_run *run)
{
	struct task *task = &run->recording->tasks.at[0];

	if (run->session->host == HOST_USER)
		take_task(run->recording, &run->device, run->session->mode,
			  task);
	else if (run->session->whom != ALL_PROCESSES)
		take_records(&run->device, run->session->mode, task);
}

/* All tasks are there. */
static void complete(const struct session *session, struct recording *recording)
{
	bool counted = true;
	size_t i;

	for (i = 0; i < recording->tasks.count; i++) {
		if (session->set)
			task_keep_first(&recording->tasks.at[i]);
		counted &= recording->tasks.at[i].counted;
	}
	if (counted)
		recording_add_fact(recording, FACT_LOSSES, LOSSES_COUNTED);
}

/* Who is killed next leaves at least this. */
static void save_so_far(void *data)
{
	struct one_run *run = data;
	struct recording *recording = run->recording;
	size_t tasks = recording->tasks.count, facts = recording->facts.count;

	if (!run->session->output)
		return;
	take_main(run);
	gather_tasks(&run->gathering, false);
	recording_add_fact(recording, "unfinished", "the command was running");
	complete(run->session, recording);
	recording_save(recording, run->session->output);
	recording_drop_tasks(recording, tasks);
	recording_drop_facts(recording, facts);
	info("it is told to end; what it executed so far is in %s",
	     run->session->output);
}

static void look_at_modules(void *data)
{
	struct one_run *run = data;

	modules_look(&run->modules,
		     device_records(&run->device, run->session->mode));
}

static int launch(struct session *session, struct one_run *run)
{
	struct launch launch = { .command = session->command,
				 .device = &run->device,
				 .mode = session->mode,
				 .host = session->host,
				 .all_processes = session->whom ==
						  ALL_PROCESSES,
				 .events = run->modules.events,
				 .on_event = look_at_modules,
				 .asked_to_end = save_so_far,
				 .data = run };
	uint64_t words = session->thread_words;
	pid_t pid = 0;
	int status;

	if (session_is_by_calls(session))
		return record_calls(session->command, &run->device,
				    session->mode, run->recording);
	if (session->host == HOST_USER && session->whom != MAIN_THREAD &&
	    gather_open(&run->gathering, words, session->mode,
			run->recording)) {
		run->gathering.set = session->set;
		if (session->both)
			run->gathering.cmp_words = CMP_WORDS(words);
		launch.gathering = &run->gathering;
	}
	status = launch_recorded(&launch, &pid);
	run->recording->tasks.at[0].pid = (uint32_t)pid;
	run->recording->tasks.at[0].tid = (uint32_t)pid;
	return status;
}

/* By calls each thread has counts of its own: as if all was between two looks. */
static void place_in_modules(struct one_run *run)
{
	bool by_calls = run->session->whom == ALL_PROCESSES;
	size_t i;

	modules_look(&run->modules,
		     by_calls ?
			     UINT64_MAX :
			     device_records(&run->device, run->session->mode));
	for (i = 0; i < run->recording->tasks.count; i++)
		modules_place(&run->modules, run->recording,
			      &run->recording->tasks.at[i]);
	modules_end(&run->modules);
}

static void open_device(const struct session *session, struct device *device)
{
	uint64_t cmp_words = session->both ? CMP_WORDS(session->words) : 0;

	if (!device_open(device, session->words + cmp_words))
		exit(STATUS_WRAPPER_FAILED);
	/* A set is made of traces where the kcov makes none, and of calls. */
	if (device_set_up(device, session->set && !session_is_by_calls(session),
			  cmp_words) &&
	    session->both)
		die(STATUS_WRAPPER_FAILED,
		    "this kcov cannot record comparisons beside PCs: record "
		    "them in a run of their own, with --cmp");
}

/* One run with a buffer of that size. */
static int record_once(struct session *session, struct recording *recording)
{
	struct one_run run = { .session = session,
			       .recording = recording,
			       .gathering.listener = -1,
			       .modules.events = -1 };
	int status;

	note_session(recording, session);
	note_system(recording, session->command);
	if (session->host == HOST_KERNEL) {
		note_kernel(recording);
		modules_begin(&run.modules, recording);
	}
	recording_add_task(recording, 0, 0, session->command[0]);
	open_device(session, &run.device);
	status = launch(session, &run);
	take_main(&run);
	if (session->host == HOST_KERNEL)
		place_in_modules(&run);
	gather_tasks(&run.gathering, true);
	session->left_out = run.gathering.left_out;
	session->refused = run.gathering.refused;
	gather_close(&run.gathering);
	device_close(&run.device);
	complete(session, recording);
	return status;
}

bool session_interrupted(int wait_status)
{
	return WIFSIGNALED(wait_status) && (WTERMSIG(wait_status) == SIGINT ||
					    WTERMSIG(wait_status) == SIGQUIT);
}

/*
 * By how much the next run's buffers are larger: twice, or as often as takes
 * all that this run had, where it is known how much that is.
 */
static uint64_t growth(const struct session *session,
		       const struct recording *recording)
{
	uint64_t times = 2, kept;
	const struct task *task;
	size_t i;

	for (i = 0; i < recording->tasks.count; i++) {
		task = &recording->tasks.at[i];
		kept = task->pcs.count + task->comparisons.count;
		while (task->counted && !session->set && kept &&
		       kept * times < kept + task->lost &&
		       session->words * times < MOST_WORDS)
			times *= 2;
	}
	return times;
}

int session_record(struct session *session, struct recording *recording)
{
	int status = record_once(session, recording);
	uint64_t times;

	while (recording_lost(recording) && session->grow &&
	       !session_interrupted(status) && session->words < MOST_WORDS) {
		times = growth(session, recording);
		session->words *= times;
		session->thread_words *= times;
		info("the buffer was full: running again with %" PRIu64
		     " words",
		     session->words);
		recording_free(recording);
		status = record_once(session, recording);
	}
	return status;
}
