// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * kcovctl why: for each failed system call the line that decided it. Runs the
 * command and lets each failure be explained (why_reason.c) and shown
 * (why_print.c) while the caller stands still.
 */
#include <linux/kcov.h>
#include <stdlib.h>

#include "tool/base/output.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/collect/surroundings.h"
#include "tool/command/commands.h"
#include "tool/command/why.h"
#include "tool/trace/decode.h"
#include "tool/trace/select.h"

enum { OPTION_JSON = LONG_ONLY, OPTION_ALL, OPTION_SOURCE, OPTION_IMAGE };

static const struct option_row options[] = {
	{ 'f', "follow", NULL, "follow child processes too, not only threads" },
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ 'e', "select", "SET",
	  "only these calls: names, %classes, /regexes; ! for all others" },
	{ 'Z', "failed-only", NULL, "only calls that failed, as always here" },
	{ 's', "string-size", "BYTES", "show so much of strings (32)" },
	{ OPTION_ALL, "all", NULL, "show each of several that fail alike" },
	{ 'b', "buffer", "WORDS", "room for records of one call (K, M, G)" },
	ROW_ENV,
	ROW_USER,
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_SOURCE, "source", "DIR",
	  "sources are in DIR; OLD=NEW: not below OLD; may be repeated" },
	{ OPTION_IMAGE, "image", "FILE", "the kernel's vmlinux" },
	{ 0 },
};

struct answering {
	struct recording recording; /* for its images */
	struct symbols symbols;
	struct selection selection;
	struct why_printer printer;
	struct noise noise;
	ARRAY_OF(const char *) images;
	const char *output;
	struct session session;
	bool follow;
};

static bool wants(long number, void *data)
{
	struct answering *answering = data;

	return selection_wants(&answering->selection, number);
}

static void enter(struct call *call, void *data)
{
	struct answering *answering = data;

	decode_enter(call, answering->printer.most);
}

static void leave(struct call *call, void *data)
{
	struct answering *answering = data;
	const char *error = call_error(call);
	struct reason reason;

	if (!error)
		return;
	reason = reason_of(&answering->symbols, &answering->printer.texts, call,
			   error);
	why_print(&answering->printer, call, error, &reason);
}

static void live(pid_t pid, pid_t tid, enum life what, int number, void *data)
{
	struct answering *answering = data;

	(void)pid, (void)tid, (void)number;
	answering->printer.several |= what == LIFE_BEGAN;
}

static void take_selection(const struct command *self,
			   struct answering *answering, const char *value)
{
	struct text why = { 0 };

	if (!selection_parse(&answering->selection, value, &why))
		usage_error(self, "%s", why.at);
	text_free(&why);
}

static void take_option(const struct command *self, struct answering *answering,
			int option, char *value)
{
	if (session_option(&answering->session, self, option, value))
		return;
	switch (option) {
	case 'f':
		answering->follow = true;
		break;
	case 'o':
		answering->output = value;
		break;
	case 'e':
		take_selection(self, answering, value);
		break;
	case 's':
		answering->printer.most = (size_t)number_argument(
			self, "--string-size", value, 0, 4096);
		break;
	case OPTION_ALL:
		answering->printer.all = true;
		break;
	case OPTION_JSON:
		answering->printer.json = true;
		break;
	case OPTION_SOURCE:
		array_push(&answering->printer.texts.places.places, value);
		break;
	case OPTION_IMAGE:
		array_push(&answering->images, value);
		break;
	}
}

static int follow(struct answering *answering, char **command,
		  const struct device *device)
{
	struct calls_request request = { .command = command,
					 .device = device,
					 .mode = KCOV_TRACE_PC,
					 .host = HOST_KERNEL,
					 .children = answering->follow,
					 .noise = &answering->noise,
					 .wants = wants,
					 .enter = enter,
					 .leave = leave,
					 .live = live,
					 .data = answering };
	int status;

	noise_measure(&answering->noise, KCOV_TRACE_PC);
	why_header(&answering->printer);
	status = calls_follow(&request);
	why_close(&answering->printer);
	noise_free(&answering->noise);
	return status;
}

static bool write_answers(struct answering *answering)
{
	const struct text *out = &answering->printer.out;

	return output_file(answering->output, out->at, out->length);
}

static int run(const struct command *self, int argc, char **argv)
{
	struct answering answering = { .session.words = 1 << 16,
				       .printer.most = 32 };
	struct device device;
	struct search search;
	int option, status;
	bool written;
	char *value;

	while ((option = next_option(self, argc, argv, &value)) != -1)
		take_option(self, &answering, option, value);
	if (operands_start() >= argc)
		usage_error(self, "no command");
	host_choose(HOST_KERNEL);
	if (!device_open(&device, answering.session.words))
		return STATUS_WRAPPER_FAILED;
	note_kernel(&answering.recording);
	search = (struct search){ answering.images.at, answering.images.count };
	symbols_open(&answering.symbols, &answering.recording, &search);
	status = follow(&answering, argv + operands_start(), &device);
	device_close(&device);
	written = write_answers(&answering);
	why_free(&answering.printer);
	symbols_close(&answering.symbols);
	recording_free(&answering.recording);
	free(answering.images.at);
	if (!written)
		return STATUS_WRAPPER_FAILED;
	end_like(status);
}

const struct command why_command = {
	.name = "why",
	.operands = "[--] COMMAND [ARGUMENT...]",
	.summary = "Show which line of the kernel made a system call fail.",
	.options = options,
	.wrapper = true,
	.run = run,
};
