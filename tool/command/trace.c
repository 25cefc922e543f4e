// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl trace: what each system call of a command executed. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <malloc.h>
#include <stdlib.h>

#include "tool/collect/launch.h"
#include "tool/collect/surroundings.h"
#include "tool/command/commands.h"
#include "tool/command/trace.h"

enum {
	OPTION_JSON = LONG_ONLY,
	OPTION_BRIEF,
	OPTION_CMP,
	OPTION_REMOTE,
	OPTION_CALLS,
	OPTION_IMAGE
};

#define DEFAULT_WORDS (1u << 17)

static const struct option_row options[] = {
	{ 'f', "follow", NULL, "follow child processes too, not only threads" },
	{ 'o', "output", "FILE", "write to FILE instead of stderr" },
	{ 'e', "select", "SET",
	  "only these calls: names, %classes, /regexes; ! for all others" },
	{ 'Z', "failed-only", NULL, "only calls that failed" },
	{ 'z', "successful-only", NULL, "only calls that did not fail" },
	{ 'l', "function", "PATTERN", "only what ran in these functions" },
	{ 'g', "file", "PATTERN", "only what ran in these source files" },
	{ 'n', "not", "PATTERN", "not what ran in these functions or files" },
	{ 's', "string-size", "BYTES", "show so much of strings (32)" },
	{ OPTION_BRIEF, "brief", NULL,
	  "one line for what ran, not functions and lines" },
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_CMP, "cmp", NULL, "comparisons instead of lines" },
	{ OPTION_REMOTE, "remote", "LIST",
	  "what others run for it too: common, usb:BUS" },
	{ OPTION_CALLS, "calls", "LIBRARY",
	  "in user space: each call of a function it exports" },
	{ 'b', "buffer", "WORDS", "room for records of one call (K, M, G)" },
	ROW_ENV,
	ROW_USER,
	ROW_HOST,
	ROW_GROW,
	{ OPTION_IMAGE, "image", "FILE",
	  "where the code is, if not where it ran; may be repeated" },
	{ 0 },
};

static int run_once(struct tracing *tracing)
{
	struct session *session = &tracing->session;
	struct device device;
	struct calls_request request = { .command = session->command,
					 .device = &device,
					 .mode = session->mode,
					 .host = session->host,
					 .library = tracing->library,
					 .children = tracing->follow,
					 .noise = &tracing->noise,
					 .wants = trace_wants,
					 .enter = trace_enter,
					 .leave = trace_leave,
					 .code = trace_code,
					 .function = trace_function,
					 .live = trace_live,
					 .data = tracing };
	int status;

	tracing->lost_calls = tracing->noisy_calls = 0;
	tracing->lost_records = tracing->most_records = 0;
	tracing->all_counted = true;
	tracing->remote_shown = tracing->remote_lost = tracing->records = 0;
	tracing->printer.words = session->words;
	tracing->printer.first = 0;
	tracing->printer.several = false;
	if (!device_open(&device, session->words) ||
	    (tracing->is_remote &&
	     !remote_open(&tracing->remote, session->words, session->mode)))
		exit(STATUS_WRAPPER_FAILED);
	/* For each run anew: its exec tears down a copy of our memory. */
	symbols_open(&tracing->printer.symbols, &tracing->recording,
		     &tracing->search);
	print_header(&tracing->printer, session->command);
	status = calls_follow(&request);
	trace_remote(tracing);
	symbols_close(&tracing->printer.symbols);
	if (tracing->is_remote)
		remote_close(&tracing->remote);
	device_close(&device);
	return status;
}

/* Twice as many, or as many as the longest call is known to need. */
static uint64_t more_words(const struct tracing *tracing)
{
	uint64_t words = 2 * tracing->session.words;

	while (words < MOST_WORDS &&
	       words <= tracing->most_records *
				noise_words(tracing->session.mode))
		words *= 2;
	return words;
}

/* Again with a larger buffer, while something is lost and that is wanted. */
static int run_until_whole(struct tracing *tracing)
{
	struct session *session = &tracing->session;
	int status = run_once(tracing);

	while (tracing->lost_calls && session->grow &&
	       session->words < MOST_WORDS) {
		session->words = more_words(tracing);
		info("the buffer was full: running again with %" PRIu64
		     " words",
		     session->words);
		text_free(&tracing->printer.out);
		/* What stays is recorded being torn down by the exec. */
		malloc_trim(0);
		status = run_once(tracing);
	}
	tracing->printer.to = &tracing->output;
	return status;
}

static void say_what_is_missing(const struct tracing *tracing)
{
	uint64_t words = tracing->session.words;

	if (tracing->lost_calls)
		warn("the buffer of %" PRIu64 " words was full in %" PRIu64
		     " calls: %s%" PRIu64 " records are lost; --buffer "
		     "%" PRIu64 " or --grow records more",
		     words, tracing->lost_calls,
		     tracing->all_counted ? "" : "at least ",
		     tracing->lost_records, more_words(tracing));
	if (tracing->session.host == HOST_USER && !tracing->records)
		warn("nothing was recorded: compile with "
		     "-fsanitize-coverage=trace-pc and link with -lkcov%s",
		     tracing->session.chosen ?
			     "; and of the kernel nothing (--host kernel says "
			     "why)" :
			     "");
	if (tracing->noisy_calls)
		warn("in %" PRIu64 " calls the records of ptrace could not be "
		     "told from those of the call: they are marked",
		     tracing->noisy_calls);
}

static void prepare(struct tracing *tracing)
{
	struct text why = { 0 };

	if (tracing->session.host == HOST_KERNEL && tracing->library)
		die(STATUS_WRAPPER_FAILED,
		    "--calls is for programs, not for the kernel: add --host "
		    "user");
	if (tracing->session.host == HOST_KERNEL) {
		note_kernel(&tracing->recording);
		noise_measure(&tracing->noise, tracing->session.mode);
		return;
	}
	if (tracing->is_remote)
		die(STATUS_WRAPPER_FAILED,
		    "--remote is for the kernel's device: leave it out, or "
		    "add --host kernel");
	tracing->printer.user = true;
	if (!tracing->selection.given)
		selection_parse(&tracing->selection, "none", &why);
	text_free(&why);
}

static int trace(struct tracing *tracing)
{
	bool written;
	int status;

	tracing->search =
		(struct search){ tracing->images.at, tracing->images.count };
	session_prepare(&tracing->session);
	/* The next call takes what this one needed: a guest's faults are dear. */
	mallopt(M_MMAP_THRESHOLD, 1 << 25);
	mallopt(M_TRIM_THRESHOLD, 1 << 26);
	prepare(tracing);
	if (!output_open_beside(&tracing->output, tracing->path))
		return STATUS_WRAPPER_FAILED;
	/* With --grow another run may follow, which is the one to show. */
	tracing->printer.to = tracing->session.grow ? NULL : &tracing->output;
	status = run_until_whole(tracing);
	printer_flush(&tracing->printer, 0);
	say_what_is_missing(tracing);
	written = output_close(&tracing->output);
	recording_free(&tracing->recording);
	noise_free(&tracing->noise);
	printer_free(&tracing->printer);
	free(tracing->images.at);
	if (!written)
		return STATUS_WRAPPER_FAILED;
	end_like(status);
}

static void take_list(const struct command *self, struct tracing *tracing,
		      int option, const char *value)
{
	struct text why = { 0 };
	bool good;

	if (option == 'e')
		good = selection_parse(&tracing->selection, value, &why);
	else
		good = remote_parse(&tracing->remote, value, &why);
	if (!good)
		usage_error(self, "%s", why.at);
	text_free(&why);
	tracing->is_remote |= option == OPTION_REMOTE;
}

static void take_option(const struct command *self, struct tracing *tracing,
			int option, char *value)
{
	struct printer *printer = &tracing->printer;

	if (session_option(&tracing->session, self, option, value))
		return;
	switch (option) {
	case 'f':
		tracing->follow = true;
		break;
	case 'o':
		tracing->path = value;
		break;
	case 'e':
	case OPTION_REMOTE:
		take_list(self, tracing, option, value);
		break;
	case 'Z':
		tracing->selection.only_failed = true;
		break;
	case 'z':
		tracing->selection.only_good = true;
		break;
	case 'l':
		array_push(&printer->functions, value);
		break;
	case 'g':
		array_push(&printer->files, value);
		break;
	case 'n':
		array_push(&printer->without, value);
		break;
	case 's':
		printer->most = (size_t)number_argument(self, "--string-size",
							value, 0, 4096);
		break;
	case OPTION_BRIEF:
		printer->brief = true;
		break;
	case OPTION_JSON:
		printer->json = true;
		break;
	case OPTION_CMP:
		printer->mode = tracing->session.mode = KCOV_TRACE_CMP;
		break;
	case OPTION_CALLS:
		tracing->library = value;
		/* A child has the traps too, and somebody has to be there. */
		tracing->follow = true;
		/* They stand for addresses that the loader has found. */
		change_environment("LD_BIND_NOW=1");
		break;
	case OPTION_IMAGE:
		array_push(&tracing->images, value);
		break;
	}
}

static int run(const struct command *self, int argc, char **argv)
{
	struct tracing tracing = { .session.words = DEFAULT_WORDS,
				   .printer.most = 32 };
	int option;
	char *value;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &tracing, option, value);
	tracing.session.command = argv + operands_start();
	if (!*tracing.session.command)
		usage_error(self, "no command to trace");
	if (tracing.selection.only_failed && tracing.selection.only_good)
		usage_error(self, "-Z and -z leave nothing: choose one");
	return trace(&tracing);
}

const struct command trace_command = {
	.name = "trace",
	.operands = "[--] COMMAND [ARGUMENT...]",
	.summary = "Show what each system call of a command executes.",
	.options = options,
	.wrapper = true,
	.run = run,
};
