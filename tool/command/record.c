// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl record: what the main thread of a command executes, in a file. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <stdlib.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"
#include "tool/collect/surroundings.h"
#include "tool/command/commands.h"

enum { OPTION_HOST = LONG_ONLY, OPTION_CMP, OPTION_GROW, OPTION_STRICT };

/* 8 MiB of kernel memory; user space takes only what is used. */
#define KERNEL_WORDS (1ull << 20)
#define USER_WORDS (1ull << 24)
#define MOST_WORDS (1ull << 28)

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE (default kcov.rec)" },
	{ 'b', "buffer", "WORDS", "room for WORDS - 1 records (K, M, G)" },
	{ 'E', "env", "NAME[=VALUE]", "set, or unset, a variable for COMMAND" },
	{ OPTION_HOST, "host", "HOST",
	  "who serves the device: auto, user or kernel" },
	{ OPTION_CMP, "cmp", NULL, "record comparisons instead of PCs" },
	{ OPTION_GROW, "grow", NULL,
	  "run COMMAND again with twice the buffer while it fills" },
	{ OPTION_STRICT, "strict", NULL, "fail if records were lost" },
	{ 0 },
};

struct request {
	const char *output;
	uint64_t words;
	enum host host;
	unsigned int mode;
	bool grow;
	bool strict;
	char **command;
};

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

static void note_request(struct recording *recording,
			 const struct request *request)
{
	char words[32];

	recording_add_fact(recording, "host",
			   request->host == HOST_KERNEL ? "kernel" : "user");
	recording_add_fact(recording, "mode",
			   request->mode == KCOV_TRACE_CMP ? "cmp" : "pc");
	snprintf(words, sizeof(words), "%" PRIu64, request->words);
	recording_add_fact(recording, "buffer", words);
}

/* One run with a buffer of that size. */
static int record_once(const struct request *request,
		       struct recording *recording)
{
	struct device device;
	int status;

	note_request(recording, request);
	note_system(recording, request->command);
	if (request->host == HOST_KERNEL)
		note_kernel(recording);
	if (!device_open(&device, request->words))
		exit(STATUS_WRAPPER_FAILED);
	status = launch_recorded(request->command, &device, request->mode,
				 request->host, recording);
	take_records(&device, request->mode,
		     recording_add_task(recording, 0, 0, request->command[0]));
	device_close(&device);
	return status;
}

static void summary(const struct request *request,
		    const struct recording *recording)
{
	const struct task *task = &recording->tasks.at[0];
	size_t count = task->pcs.count + task->comparisons.count;

	if (recording_lost(recording))
		warn("the buffer of %" PRIu64 " words was full: what ran after "
		     "the first %zu records is lost; --buffer %" PRIu64
		     " or --grow records more",
		     request->words, count, 2 * request->words);
	else if (!count && request->host == HOST_USER)
		warn("nothing was recorded: compile with "
		     "-fsanitize-coverage=trace-pc and link with -lkcov; only "
		     "the main thread is recorded");
	else if (!count)
		warn("nothing was recorded: kcovctl doctor looks for the "
		     "reason");
	detail("%zu records in %s", count, request->output);
}

static int record(struct request *request)
{
	struct recording recording = { 0 };
	bool saved, lost;
	int status = record_once(request, &recording);

	while (recording_lost(&recording) && request->grow &&
	       request->words < MOST_WORDS) {
		request->words *= 2;
		info("the buffer was full: running again with %" PRIu64
		     " words",
		     request->words);
		recording_free(&recording);
		status = record_once(request, &recording);
	}
	summary(request, &recording);
	saved = recording_save(&recording, request->output);
	lost = recording_lost(&recording);
	recording_free(&recording);
	if (!saved || (lost && request->strict))
		return STATUS_WRAPPER_FAILED;
	end_like(status);
}

static void take_option(const struct command *self, struct request *request,
			int option, char *value)
{
	switch (option) {
	case 'o':
		request->output = value;
		break;
	case 'b':
		request->words =
			number_argument(self, "--buffer", value, 2, MOST_WORDS);
		break;
	case 'E':
		change_environment(value);
		break;
	case OPTION_HOST:
		if (!host_parse(value, &request->host))
			usage_error(self,
				    "--host wants auto, user or kernel, "
				    "not \"%s\"",
				    value);
		break;
	case OPTION_CMP:
		request->mode = KCOV_TRACE_CMP;
		break;
	case OPTION_GROW:
		request->grow = true;
		break;
	case OPTION_STRICT:
		request->strict = true;
		break;
	}
}

static int run(const struct command *self, int argc, char **argv)
{
	struct request request = { .output = "kcov.rec",
				   .mode = KCOV_TRACE_PC };
	char *value;
	int option;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &request, option, value);
	request.command = argv + operands_start();
	if (!*request.command)
		usage_error(self, "no command to record");
	request.host = host_choose(request.host);
	if (!request.words)
		request.words = request.host == HOST_KERNEL ? KERNEL_WORDS :
							      USER_WORDS;
	return record(&request);
}

const struct command record_command = {
	.name = "record",
	.operands = "[--] COMMAND [ARGUMENT...]",
	.summary = "Save what the main thread of a command executes.",
	.options = options,
	.wrapper = true,
	.run = run,
};
