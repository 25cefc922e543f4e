// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * kcovctl why: for each failed system call the line that decided it. Where the
 * sources are there, that is the last one that ran which names the error, or
 * stands right before it; else the last one that ran.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/json.h"
#include "tool/base/output.h"
#include "tool/collect/calls.h"
#include "tool/collect/launch.h"
#include "tool/collect/session.h"
#include "tool/collect/surroundings.h"
#include "tool/command/commands.h"
#include "tool/coverage/symbols.h"
#include "tool/report/report.h"

enum { OPTION_JSON = LONG_ONLY, OPTION_SOURCE, OPTION_IMAGE };

/* How many lines behind one that ran may name the error. */
#define LINES_BEHIND 2

static const struct option_row options[] = {
	{ 'o', "output", "FILE", "write to FILE instead of stdout" },
	{ 'b', "buffer", "WORDS", "room for records of one call (K, M, G)" },
	ROW_ENV,
	ROW_USER,
	{ OPTION_JSON, "json", NULL, "one JSON object a line" },
	{ OPTION_SOURCE, "source", "DIR",
	  "the sources are in DIR, not where they were compiled" },
	{ OPTION_IMAGE, "image", "FILE", "the kernel's vmlinux" },
	{ 0 },
};

struct loaded {
	const char *full;
	struct source source;
};

struct answering {
	struct recording recording; /* for its images */
	struct symbols symbols;
	ARRAY_OF(struct loaded) sources;
	ARRAY_OF(const char *) images;
	const char *folder;
	const char *output;
	struct session session;
	struct text out;
	bool json;
};

/* The file's lines, none if it is not there. */
static const struct source *source_of(struct answering *answering,
				      const struct place *place)
{
	struct loaded loaded = { .full = place->full };
	size_t i;

	for (i = 0; i < answering->sources.count; i++)
		if (answering->sources.at[i].full == place->full)
			return &answering->sources.at[i].source;
	source_read(&loaded.source, answering->folder, place->file,
		    place->full);
	array_push(&answering->sources, loaded);
	return &answering->sources.at[i].source;
}

static bool names(const char *line, const char *error)
{
	const char *at = strstr(line, error);
	size_t length = strlen(error);

	return at && at > line && at[-1] == '-' &&
	       !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789",
		       at[length] ? at[length] : 'A');
}

/* The line, counted from the place's own, that names the error; or -1. */
static int line_with(struct answering *answering, const struct place *place,
		     const char *error)
{
	const struct source *source = source_of(answering, place);
	uint32_t i;

	for (i = 0; i <= LINES_BEHIND; i++)
		if (place->line && place->line - 1 + i < source->count &&
		    names(source->lines[place->line - 1 + i], error))
			return (int)i;
	return -1;
}

struct reason {
	struct place place;
	int lines; /* behind the place's own, that belong to it */
	bool named;
};

static struct reason reason_of(struct answering *answering,
			       const struct call *call, const char *error)
{
	struct reason reason = { .place = { .function = "?" } };
	const struct image_entry *image;
	struct place place;
	size_t i;

	for (i = call->count; i--;) {
		symbols_chain(&answering->symbols, call->records[i], &place, 1,
			      &image);
		if (i == call->count - 1)
			reason.place = place;
		if (!place.file)
			continue;
		reason.lines = line_with(answering, &place, error);
		if (reason.lines >= 0) {
			reason.place = place;
			reason.named = true;
			return reason;
		}
	}
	reason.lines = 0;
	return reason;
}

static const char *source_line(struct answering *answering,
			       const struct reason *reason, int line)
{
	const struct source *source;
	size_t number = reason->place.line + (size_t)line;

	if (!reason->place.file || !reason->place.line)
		return NULL;
	source = source_of(answering, &reason->place);
	return number <= source->count ? source->lines[number - 1] : NULL;
}

static void add_text(struct answering *answering, const struct call *call,
		     const char *error, const struct reason *reason)
{
	const char *line;
	int i;

	text_printf(&answering->out, "%s(", call_name(call->number));
	for (i = 0; i < 6; i++)
		text_printf(&answering->out, "%s0x%" PRIx64, i ? ", " : "",
			    call->arguments[i]);
	text_printf(&answering->out, ") = -%s: %s", error,
		    reason->place.function);
	if (reason->place.file)
		text_printf(&answering->out, " %s:%" PRIu32, reason->place.file,
			    reason->place.line);
	text_printf(&answering->out, "%s%s\n",
		    reason->named ? "" : " (the last line that ran)",
		    call->full ? " (the buffer was full before the end)" : "");
	for (i = 0; i <= reason->lines; i++) {
		line = source_line(answering, reason, i);
		if (line)
			text_printf(&answering->out, "%9" PRIu32 "  %s\n",
				    reason->place.line + (uint32_t)i, line);
	}
}

static void add_json(struct answering *answering, const struct call *call,
		     const char *error, const struct reason *reason)
{
	struct json json = { &answering->out, false };
	const char *line;
	int i;

	json_open(&json, NULL, '{');
	json_string(&json, "type", "failure");
	json_string(&json, "call", call_name(call->number));
	json_open(&json, "arguments", '[');
	for (i = 0; i < 6; i++)
		json_address(&json, NULL, call->arguments[i]);
	json_close(&json, ']');
	json_string(&json, "errno", error);
	json_number(&json, "records", call->count);
	json_bool(&json, "full", call->full);
	json_bool(&json, "named", reason->named);
	json_string(&json, "function", reason->place.function);
	if (reason->place.file) {
		json_string(&json, "file", reason->place.file);
		json_number(&json, "line", reason->place.line);
	}
	json_open(&json, "source", '[');
	for (i = 0; i <= reason->lines; i++) {
		line = source_line(answering, reason, i);
		if (line)
			json_string(&json, NULL, line);
	}
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(&answering->out, "\n");
}

static void answer(struct call *call, void *data)
{
	struct answering *answering = data;
	struct reason reason;
	const char *error;

	if (!call->returned || call->result >= 0 || call->result < -4095)
		return;
	error = strerrorname_np((int)-call->result);
	if (!error)
		error = "errno that has no name";
	reason = reason_of(answering, call, error);
	(answering->json ? add_json : add_text)(answering, call, error,
						&reason);
}

static void take_option(const struct command *self, struct answering *answering,
			int option, char *value)
{
	if (session_option(&answering->session, self, option, value))
		return;
	switch (option) {
	case 'o':
		answering->output = value;
		break;
	case OPTION_JSON:
		answering->json = true;
		break;
	case OPTION_SOURCE:
		answering->folder = value;
		break;
	case OPTION_IMAGE:
		array_push(&answering->images, value);
		break;
	}
}

static void free_all(struct answering *answering)
{
	size_t i;

	for (i = 0; i < answering->sources.count; i++)
		source_free(&answering->sources.at[i].source);
	free(answering->sources.at);
	symbols_close(&answering->symbols);
	recording_free(&answering->recording);
	free(answering->images.at);
	text_free(&answering->out);
}

static int run(const struct command *self, int argc, char **argv)
{
	struct answering answering = { .session.words = 1 << 16 };
	struct device device;
	struct search search;
	bool written = true;
	int option, status;
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
	if (answering.json)
		text_add(&answering.out, "{\"type\":\"header\",\"schema\":1,"
					 "\"command\":\"why\"}\n");
	status = calls_visit(argv + operands_start(), &device, answer,
			     &answering);
	device_close(&device);
	if (answering.out.length)
		written = output_file(answering.output, answering.out.at,
				      answering.out.length);
	free_all(&answering);
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
