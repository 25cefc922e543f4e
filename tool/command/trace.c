// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl trace: what each system call of a command executed. */
#include <inttypes.h>
#include <linux/kcov.h>
#include <malloc.h>
#include <stdlib.h>

#include "tool/base/output.h"
#include "tool/collect/launch.h"
#include "tool/collect/remote.h"
#include "tool/collect/session.h"
#include "tool/collect/surroundings.h"
#include "tool/command/commands.h"
#include "tool/trace/decode.h"
#include "tool/trace/print.h"
#include "tool/trace/select.h"

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
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ 'e', "select", "SET",
	  "only these calls: names, %classes, /regexes; ! for all others" },
	{ 'Z', "failed-only", NULL, "only calls that failed" },
	{ 'z', "successful-only", NULL, "only calls that did not fail" },
	{ 'l', "function", "PATTERN", "only what ran in these functions" },
	{ 'g', "file", "PATTERN", "only what ran in these source files" },
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

struct tracing {
	struct session session;
	struct selection selection;
	struct printer printer;
	struct remote remote;
	struct noise noise;
	struct output output;
	struct recording recording; /* for its images */
	name_array images;
	struct search search;
	pid_t images_of; /* in user space: whose they are */
	const char *path;
	const char *library;
	uint64_t remote_shown;
	uint64_t lost_calls;
	uint64_t noisy_calls;
	bool follow;
	bool is_remote;
};

static bool wants(long number, void *data)
{
	struct tracing *tracing = data;

	return selection_wants(&tracing->selection, number);
}

static void enter(struct call *call, void *data)
{
	struct tracing *tracing = data;

	decode_enter(call, tracing->printer.most);
}

/* With --grow a run may turn out to be in vain: nothing is shown before. */
static void flush(struct tracing *tracing)
{
	struct text *out = &tracing->printer.out;

	if (tracing->session.grow || !out->length)
		return;
	output_write(&tracing->output, out->at, out->length);
	out->length = 0;
}

/* What has come since. Others append while this reads. */
static void show_remote(struct tracing *tracing)
{
	const struct device *device = &tracing->remote.device;
	unsigned int mode = tracing->session.mode;
	uint64_t count;

	if (!tracing->is_remote)
		return;
	count = device_records(device, mode);
	if (count == tracing->remote_shown)
		return;
	print_remote(
		&tracing->printer,
		device->area + 1 + tracing->remote_shown * noise_words(mode),
		count - tracing->remote_shown, device_is_full(device, mode));
	tracing->lost_calls += device_is_full(device, mode);
	tracing->remote_shown = count;
}

static void leave(struct call *call, void *data)
{
	struct tracing *tracing = data;

	if (selection_shows(&tracing->selection, call) &&
	    print_call(&tracing->printer, call)) {
		tracing->lost_calls += call->full;
		tracing->noisy_calls += call->noisy;
	}
	show_remote(tracing);
	flush(tracing);
}

/* Where the code of a process is, when it is not known or has changed. */
static void find_images(struct tracing *tracing, const struct call *call)
{
	unsigned int words = noise_words(tracing->session.mode);
	bool known = tracing->images_of == call->pid;
	size_t i;

	for (i = 0; known && i < call->count; i++)
		known = recording_image(&tracing->recording,
					call->records[(i + 1) * words - 1]);
	if (known)
		return;
	symbols_close(&tracing->printer.symbols);
	recording_free(&tracing->recording);
	note_process(&tracing->recording, call->pid);
	symbols_open(&tracing->printer.symbols, &tracing->recording,
		     &tracing->search);
	tracing->images_of = call->pid;
}

static void code(struct call *call, void *data)
{
	struct tracing *tracing = data;

	find_images(tracing, call);
	print_code(&tracing->printer, call);
	tracing->lost_calls += call->full;
	flush(tracing);
}

static void function(struct call *call, const char *name, uint64_t result,
		     void *data)
{
	struct tracing *tracing = data;

	find_images(tracing, call);
	print_function(&tracing->printer, call, name, result);
	tracing->lost_calls += call->full;
	flush(tracing);
}

static void live(pid_t pid, pid_t tid, enum life what, int number, void *data)
{
	struct tracing *tracing = data;

	if (what == LIFE_EXECUTED && pid == tracing->images_of)
		tracing->images_of = 0;
	print_life(&tracing->printer, pid, tid, what, number);
	flush(tracing);
}

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
					 .wants = wants,
					 .enter = enter,
					 .leave = leave,
					 .code = code,
					 .function = function,
					 .live = live,
					 .data = tracing };
	int status;

	tracing->lost_calls = tracing->noisy_calls = tracing->remote_shown = 0;
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
	show_remote(tracing);
	symbols_close(&tracing->printer.symbols);
	if (tracing->is_remote)
		remote_close(&tracing->remote);
	device_close(&device);
	return status;
}

/* Again with twice the buffer, while something is lost and that is wanted. */
static int run_until_whole(struct tracing *tracing)
{
	struct session *session = &tracing->session;
	int status = run_once(tracing);

	while (tracing->lost_calls && session->grow &&
	       session->words < MOST_WORDS) {
		session->words *= 2;
		info("the buffer was full: running again with %" PRIu64
		     " words",
		     session->words);
		text_free(&tracing->printer.out);
		/* What stays is recorded being torn down by the exec. */
		malloc_trim(0);
		status = run_once(tracing);
	}
	session->grow = false;
	return status;
}

static void say_what_is_missing(const struct tracing *tracing)
{
	uint64_t words = tracing->session.words;

	if (tracing->lost_calls)
		warn("the buffer of %" PRIu64 " words was full in %" PRIu64
		     " calls: at least as many records are lost; --buffer "
		     "%" PRIu64 " or --grow records more",
		     words, tracing->lost_calls, 2 * words);
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
	prepare(tracing);
	if (!output_open(&tracing->output, tracing->path))
		return STATUS_WRAPPER_FAILED;
	status = run_until_whole(tracing);
	flush(tracing);
	say_what_is_missing(tracing);
	written = output_close(&tracing->output);
	recording_free(&tracing->recording);
	noise_free(&tracing->noise);
	text_free(&tracing->printer.out);
	free(tracing->printer.functions.at);
	free(tracing->printer.files.at);
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
