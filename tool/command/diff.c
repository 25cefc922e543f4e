// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl diff: where two runs part, why, and what only one executed. */
#include <fcntl.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/output.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/command/commands.h"
#include "tool/coverage/comparing.h"
#include "tool/report/differences.h"

enum {
	OPTION_JSON = LONG_ONLY,
	OPTION_IMAGE,
	OPTION_EXIT,
	OPTION_UNORDERED,
	OPTION_FUNCTIONS,
	OPTION_WHY
};

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ 'b', "buffer", "WORDS", "room for WORDS - 1 records (K, M, G)" },
	{ 'E', "env", "NAME[=VALUE]",
	  "set, or unset, a variable for both commands" },
	{ 'u', "user", "USER", "run both commands as this user" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_WHY, "why", NULL,
	  "the operands that were compared before they part" },
	{ OPTION_EXIT, "exit-code", NULL, "exit with 1 if they differ" },
	{ OPTION_UNORDERED, "unordered", NULL,
	  "compare what ran, not the order" },
	{ OPTION_FUNCTIONS, "functions", NULL,
	  "compare functions instead of lines" },
	{ 'l', "function", "PATTERN", "only these functions" },
	{ 'g', "file", "PATTERN", "only these files" },
	{ 'n', "not", "PATTERN", "not these functions or files" },
	ROW_HOST,
	ROW_GROW,
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	ROW_TASK,
	{ 0 },
};

struct request {
	struct comparing comparing;
	struct session session; /* of commands */
	struct differences differences;
	struct filter filter;
	ARRAY_OF(const char *) images;
	const char *output;
	bool why;
	bool exit_code;
	bool unordered;
	size_t with_operands; /* recordings that hold comparisons */
};

/* A set, and what is merged, says what ran and not when. */
static void look_at_order(struct request *request, const char *path,
			  const struct recording *recording)
{
	if (request->unordered || (!recording_is_set(recording) &&
				   !recording_fact(recording, "merged")))
		return;
	info("%s holds each PC once: only what ran is compared, not the order",
	     path);
	request->unordered = true;
}

static bool has_operands(const struct recording *recording)
{
	size_t i;

	for (i = 0; i < recording->tasks.count; i++)
		if (recording->tasks.at[i].comparisons.count)
			return true;
	return false;
}

static bool load(struct request *request, int side, const char *path)
{
	struct recording recording;

	if (!recording_read(&recording, path))
		return false;
	look_at_order(request, path, &recording);
	request->with_operands += has_operands(&recording);
	comparing_add(&request->comparing, side, &recording);
	if (recording_lost(&recording))
		warn("%s lost records: some of what it did is missing", path);
	recording_free(&recording);
	return true;
}

/* One pass of one side; what the command prints is no result of ours. */
static void perform(struct request *request, int side, unsigned int mode,
		    bool both, char **command)
{
	struct recording recording = { 0 };
	struct session session = request->session;
	int results = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	int status;

	session.mode = mode;
	session.both = both;
	/* As many comparisons as PCs: they take four words each. */
	if (mode == KCOV_TRACE_CMP && session.words <= MOST_WORDS / 4)
		session.words *= 4;
	session.command = command;
	if (results < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		die(STATUS_FAILED, "no descriptor is left: close some");
	status = session_record(&session, &recording);
	dup2(results, STDOUT_FILENO);
	close(results);
	/* Whoever interrupts one of them wants no others to run. */
	if (session_interrupted(status))
		end_like(status);
	session_warn(&session, &recording);
	comparing_add(&request->comparing, side, &recording);
	recording_free(&recording);
}

/* COMMAND... -- COMMAND...; the second one begins at `second`. */
static void perform_both(struct request *request, char **first, char **second)
{
	bool both;

	/* Before the first one was run for nothing. */
	free(find_program(*second));
	request->session.both = request->why;
	session_prepare(&request->session);
	both = request->why && session_can_have_both(&request->session);
	perform(request, 0, KCOV_TRACE_PC, both, first);
	perform(request, 1, KCOV_TRACE_PC, both, second);
	if (!request->why || both)
		return;
	/* Of other runs of theirs, which do the same if nothing else changed. */
	perform(request, 0, KCOV_TRACE_CMP, false, first);
	perform(request, 1, KCOV_TRACE_CMP, false, second);
}

static bool load_all(struct request *request, char **paths, int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (!load(request, i % 2, paths[i]))
			return false;
	return true;
}

static int compare(struct request *request)
{
	struct search search = { request->images.at, request->images.count };
	struct differences *differences = &request->differences;
	bool differ = false, written;

	comparing_open(&request->comparing, &search, &request->filter);
	differences->comparing = &request->comparing;
	differences_begin(differences);
	if (!request->unordered)
		differ = differences_parting(differences);
	if (differ && request->why && !differences_why(differences))
		warn("no recorded comparison of theirs differs before they "
		     "part: compile with trace-cmp too, and see that both runs "
		     "do the same twice");
	differ |= differences_only(differences, 0) > 0;
	differ |= differences_only(differences, 1) > 0;
	/* Also if it is empty: what stood there was of others. */
	written = output_file(request->output, differences->out.at,
			      differences->out.length);
	/* With --exit-code 1 is an answer, as for diff(1). */
	if (!written || recordings_damaged())
		return request->exit_code ? STATUS_USAGE : STATUS_FAILED;
	return differ && request->exit_code ? STATUS_FAILED : STATUS_OK;
}

static void take_option(const struct command *self, struct request *request,
			int option, char *value)
{
	if (session_option(&request->session, self, option, value))
		return;
	if (option == 'o')
		request->output = value;
	else if (option == OPTION_IMAGE)
		array_push(&request->images, value);
	filter_option(&request->filter, option, value);
	request->differences.json |= option == OPTION_JSON;
	request->why |= option == OPTION_WHY;
	request->exit_code |= option == OPTION_EXIT;
	request->unordered |= option == OPTION_UNORDERED;
	request->differences.functions |= option == OPTION_FUNCTIONS;
}

/* The place of the "--" between two commands, NULL if there is none. */
static char **find_separator(char **operands)
{
	for (; *operands; operands++)
		if (!strcmp(*operands, "--"))
			return operands;
	return NULL;
}

static int run(const struct command *self, int argc, char **argv)
{
	int option, count, status = STATUS_USAGE;
	struct request request = { 0 };
	char *value, **operands, **between;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		if (option == OPTION_TASK)
			recording_choose_tasks(value);
		else
			take_option(self, &request, option, value);
	operands = argv + operands_start();
	count = argc - operands_start();
	between = find_separator(operands);
	if (between) {
		*between = NULL;
		if (between == operands || !between[1])
			usage_error(self, "name a command on both sides of --");
		perform_both(&request, operands, between + 1);
		status = compare(&request);
	} else {
		if (count != 2 && !(request.why && count == 4))
			usage_error(self, "name two recordings, or -- COMMAND "
					  "-- COMMAND");
		if (!load_all(&request, operands, count))
			status = request.exit_code ? STATUS_USAGE :
						     STATUS_FAILED;
		else if (request.why && count == 2 && request.with_operands < 2)
			usage_error(self, "--why needs operands: two "
					  "recordings made with --both, or two "
					  "and two of their comparisons "
					  "(record --cmp)");
		else
			status = compare(&request);
	}
	comparing_free(&request.comparing);
	text_free(&request.differences.out);
	filter_free(&request.filter);
	free(request.images.at);
	return status;
}

const struct command diff_command = {
	.name = "diff",
	.operands = "RECORDING RECORDING | -- COMMAND... -- COMMAND...",
	.summary = "Show where two runs part, why, and what only one executed.",
	.options = options,
	.run = run,
};
