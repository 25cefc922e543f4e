// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl record: what the threads of a command execute, in a file. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>

#include "tool/base/fail.h"
#include "tool/collect/behind.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/command/commands.h"

enum {
	OPTION_CMP = LONG_ONLY,
	OPTION_BOTH,
	OPTION_SET,
	OPTION_STRICT,
	OPTION_MAIN
};

static const struct option_row options[] = {
	{ 'f', "follow", NULL, "record child processes too, not only threads" },
	{ OPTION_MAIN, "main-thread", NULL, "record this thread alone" },
	{ 'o', "output", "FILE", "write to FILE (default kcov.rec)" },
	{ 'b', "buffer", "WORDS", "room for WORDS - 1 records (K, M, G)" },
	ROW_ENV,
	ROW_USER,
	ROW_HOST,
	{ OPTION_CMP, "cmp", NULL, "record comparisons instead of PCs" },
	{ OPTION_BOTH, "both", NULL, "record comparisons beside PCs" },
	{ OPTION_SET, "set", NULL, "record each PC once: for long runs" },
	ROW_GROW,
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
	bool lost = recording_lost(&recording) || session->refused, saved;

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
	if (session_option(&request->session, self, option, value))
		return;
	switch (option) {
	case 'f':
		request->session.whom = ALL_PROCESSES;
		break;
	case OPTION_MAIN:
		request->session.whom = MAIN_THREAD;
		break;
	case 'o':
		request->output = request->session.output = value;
		break;
	case OPTION_CMP:
		request->session.mode = KCOV_TRACE_CMP;
		break;
	case OPTION_BOTH:
		request->session.both = true;
		break;
	case OPTION_SET:
		request->session.set = true;
		break;
	case OPTION_STRICT:
		request->strict = true;
		break;
	}
}

static int run(const struct command *self, int argc, char **argv)
{
	struct request request = { .output = "kcov.rec",
				   .session.output = "kcov.rec",
				   .session.whom = ALL_THREADS };
	char *value;
	int option;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &request, option, value);
	request.session.command = argv + operands_start();
	if (!*request.session.command)
		usage_error(self, "no command to record");
	if (request.session.mode == KCOV_TRACE_CMP &&
	    (request.session.both || request.session.set))
		usage_error(self, "--cmp records no PCs: --both records "
				  "comparisons beside them");
	stay_behind();
	session_prepare(&request.session);
	if (request.session.both && request.session.host == HOST_KERNEL &&
	    request.session.whom == ALL_PROCESSES)
		usage_error(self, "what -f records in the kernel is by calls, "
				  "PCs or comparisons: --both goes without -f");
	return record(&request);
}

const struct command record_command = {
	.name = "record",
	.operands = "[--] COMMAND [ARGUMENT...]",
	.summary = "Save what the threads of a command execute.",
	.options = options,
	.wrapper = true,
	.run = run,
};
