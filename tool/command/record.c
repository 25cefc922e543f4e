// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl record: what the main thread of a command executes, in a file. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/command/commands.h"

enum { OPTION_HOST = LONG_ONLY, OPTION_CMP, OPTION_GROW, OPTION_STRICT };

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE (default kcov.rec)" },
	{ 'b', "buffer", "WORDS", "room for WORDS - 1 records (K, M, G)" },
	{ 'E', "env", "NAME[=VALUE]", "set, or unset, a variable for COMMAND" },
	{ 'u', "user", "USER", "run COMMAND as this user" },
	{ OPTION_HOST, "host", "HOST",
	  "who serves the device: auto, user or kernel" },
	{ OPTION_CMP, "cmp", NULL, "record comparisons instead of PCs" },
	{ OPTION_GROW, "grow", NULL,
	  "run COMMAND again with twice the buffer while it fills" },
	{ OPTION_STRICT, "strict", NULL, "fail if records were lost" },
	{ 0 },
};

struct request {
	struct session session;
	const char *output;
	bool strict;
};

static int record(struct request *request)
{
	struct session *session = &request->session;
	struct recording recording = { 0 };
	int status = session_record(session, &recording);
	bool lost = recording_lost(&recording), saved;

	session_warn(session, &recording);
	saved = recording_save(&recording, request->output);
	detail("%" PRIu64 " PCs in %s", recording_pcs(&recording),
	       request->output);
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
		request->session.words =
			number_argument(self, "--buffer", value, 2, MOST_WORDS);
		break;
	case 'E':
		change_environment(value);
		break;
	case 'u':
		choose_user(value);
		break;
	case OPTION_HOST:
		if (!host_parse(value, &request->session.host))
			usage_error(self,
				    "--host wants auto, user or kernel, "
				    "not \"%s\"",
				    value);
		break;
	case OPTION_CMP:
		request->session.mode = KCOV_TRACE_CMP;
		break;
	case OPTION_GROW:
		request->session.grow = true;
		break;
	case OPTION_STRICT:
		request->strict = true;
		break;
	}
}

static int run(const struct command *self, int argc, char **argv)
{
	struct request request = { .output = "kcov.rec" };
	char *value;
	int option;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &request, option, value);
	request.session.command = argv + operands_start();
	if (!*request.session.command)
		usage_error(self, "no command to record");
	session_prepare(&request.session);
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
