// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Calls that failed, as strace would show them, and below them the line that
 * decided it. Called by why for one call after the other. Of calls that fail
 * alike in a row the first and the last are shown, with how many are between;
 * JSON has each.
 */
#include <inttypes.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/base/json.h"
#include "tool/command/why.h"
#include "tool/coverage/place.h"
#include "tool/trace/decode.h"

void why_header(struct why_printer *printer)
{
	if (printer->json)
		text_add(&printer->out, "{\"type\":\"header\",\"schema\":1,"
					"\"command\":\"why\"}\n");
}

static void call_line(struct why_printer *printer, struct call *call,
		      struct text *out)
{
	const char *arguments[MOST_ARGUMENTS];
	int i, count = decode_leave(call, printer->most, arguments);

	if (printer->several)
		text_printf(out, "[pid %d] ", (int)call->tid);
	text_printf(out, "%s(", call_name(call->number));
	for (i = 0; i < count; i++)
		text_printf(out, "%s%s", i ? ", " : "", arguments[i]);
	text_add(out, ") = ");
	decode_result(call, out);
	text_add(out, "\n");
}

static void reason_text(struct why_printer *printer)
{
	const struct reason *reason = &printer->reason;
	const struct source_line *line;
	uint32_t i;

	text_add(&printer->out, "  ");
	place_text(&printer->out, &reason->place);
	if (!reason->named)
		text_add(&printer->out, " (the last line that ran)");
	if (printer->full)
		text_add(&printer->out,
			 " (the buffer was full before the end)");
	text_add(&printer->out, "\n");
	for (i = 0; i <= (uint32_t)reason->lines; i++) {
		line = line_texts_line(&printer->texts, reason->index,
				       &reason->place, reason->place.line + i);
		if (!line)
			continue;
		text_printf(&printer->out, "%9" PRIu32 "  ",
			    reason->place.line + i);
		escape_source(&printer->out, line->at, line->count);
		text_add(&printer->out, "\n");
	}
}

void why_close(struct why_printer *printer)
{
	if (!printer->count)
		return;
	if (printer->count > 2)
		text_printf(&printer->out,
			    "  ... %zu more that fail alike (--all shows "
			    "them) ...\n",
			    printer->count - 2);
	if (printer->last.length)
		text_add_bytes(&printer->out, printer->last.at,
			       printer->last.length);
	printer->last.length = 0;
	printer->count = 0;
	reason_text(printer);
}

/* For the same call, error and line. */
static bool is_alike(const struct why_printer *printer, const struct call *call,
		     const char *error, const struct reason *reason)
{
	return printer->count && printer->number == call->number &&
	       !strcmp(printer->error, error) &&
	       printer->full == !!call->lost &&
	       printer->reason.named == reason->named &&
	       printer->reason.place.frame == reason->place.frame &&
	       printer->reason.place.file == reason->place.file &&
	       printer->reason.place.line == reason->place.line;
}

static void print_text(struct why_printer *printer, struct call *call,
		       const char *error, const struct reason *reason)
{
	if (!is_alike(printer, call, error, reason)) {
		why_close(printer);
		printer->number = call->number;
		printer->error = error;
		printer->full = call->lost;
		printer->reason = *reason;
	}
	printer->last.length = 0;
	if (printer->all || !printer->count)
		call_line(printer, call, &printer->out);
	else
		call_line(printer, call, &printer->last);
	/* With all of them shown nothing is between. */
	printer->count = printer->all ? 1 : printer->count + 1;
}

static void print_json(struct why_printer *printer, struct call *call,
		       const char *error, const struct reason *reason)
{
	const char *arguments[MOST_ARGUMENTS];
	int i, count = decode_leave(call, printer->most, arguments);
	struct json json = { &printer->out, false };
	const struct source_line *line;

	json_open(&json, NULL, '{');
	json_string(&json, "type", "failure");
	json_number(&json, "pid", (uint64_t)call->pid);
	json_number(&json, "tid", (uint64_t)call->tid);
	json_string(&json, "call", call_name(call->number));
	json_open(&json, "arguments", '[');
	for (i = 0; i < count; i++)
		json_string(&json, NULL, arguments[i]);
	json_close(&json, ']');
	json_string(&json, "errno", error);
	json_number(&json, "records", call->count);
	json_bool(&json, "full", call->lost);
	json_bool(&json, "named", reason->named);
	json_string(&json, "function", reason->place.function);
	if (reason->place.file) {
		json_string(&json, "file", reason->place.file);
		json_number(&json, "line", reason->place.line);
	}
	json_open(&json, "source", '[');
	for (i = 0; i <= reason->lines; i++) {
		line = line_texts_line(&printer->texts, reason->index,
				       &reason->place,
				       reason->place.line + (uint32_t)i);
		if (line)
			json_bytes(&json, NULL, line->at, line->count);
	}
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}

void why_print(struct why_printer *printer, struct call *call,
	       const char *error, const struct reason *reason)
{
	(printer->json ? print_json : print_text)(printer, call, error, reason);
}

void why_free(struct why_printer *printer)
{
	text_free(&printer->out);
	text_free(&printer->last);
	line_texts_free(&printer->texts);
}
