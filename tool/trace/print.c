// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A trace for people, or one JSON object a line. Called by the subcommand for
 * each thing that happened, in order. Everything goes into the printer's text,
 * which the caller has written.
 */
#include <inttypes.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/escape.h"
#include "tool/trace/decode.h"
#include "tool/trace/flags.h"
#include "tool/trace/records.h"

void printer_free(struct printer *printer)
{
	text_free(&printer->out);
	free(printer->functions.at);
	free(printer->files.at);
	free(printer->without.at);
}

void printer_flush(struct printer *printer, size_t limit)
{
	if (!printer->to || printer->out.length <= limit)
		return;
	output_write(printer->to, printer->out.at, printer->out.length);
	printer->out.length = 0;
}

void print_header(struct printer *printer, char *const *command)
{
	struct json json = { &printer->out, false };

	if (!printer->json)
		return;
	json_open(&json, NULL, '{');
	json_string(&json, "type", "header");
	json_number(&json, "schema", 1);
	json_string(&json, "command", "trace");
	json_string(&json, "mode",
		    printer->mode == KCOV_TRACE_CMP ? "cmp" : "pc");
	json_open(&json, "arguments", '[');
	for (; *command; command++)
		json_string(&json, NULL, *command);
	json_close(&json, ']');
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}

static void thread_text(struct printer *printer, pid_t tid)
{
	if (!printer->first)
		printer->first = tid;
	printer->several |= tid != printer->first;
	if (printer->several)
		text_printf(&printer->out, "[pid %d] ", (int)tid);
}

static void thread_json(struct json *json, pid_t pid, pid_t tid)
{
	json_number(json, "pid", (uint64_t)pid);
	json_number(json, "tid", (uint64_t)tid);
}

static void notes_text(struct printer *printer, const struct call *call)
{
	if (call->lost)
		text_printf(&printer->out,
			    "  (the buffer of %" PRIu64 " words was full: "
			    "%s%" PRIu64 " more %s lost)\n",
			    printer->words, call->counted ? "" : "at least ",
			    call->lost,
			    call->lost == 1 ? "record is" : "records are");
	if (call->noisy)
		text_add(&printer->out,
			 "  (ptrace's own records are among these)\n");
}

static void call_text(struct printer *printer, struct call *call)
{
	const char *arguments[MOST_ARGUMENTS];
	int i, count = decode_leave(call, printer->most, arguments);

	thread_text(printer, call->tid);
	text_printf(&printer->out, "%s(", call_name(call->number));
	for (i = 0; i < count; i++)
		text_printf(&printer->out, "%s%s", i ? ", " : "", arguments[i]);
	text_add(&printer->out, ") = ");
	decode_result(call, &printer->out);
	text_add(&printer->out, "\n");
	if (printer->user)
		return;
	records_text(printer, call->records, call->count);
	notes_text(printer, call);
}

/* What readers can hold is a number; addresses are strings, as everywhere. */
static void result_json(struct json *json, const struct call *call)
{
	const char *error = call_error(call);

	if (error || !call->returned)
		json_null(json, "result");
	else if ((uint64_t)call->result >> 53)
		json_address(json, "result", (uint64_t)call->result);
	else
		json_number(json, "result", (uint64_t)call->result);
	if (error)
		json_string(json, "errno", error);
	else
		json_null(json, "errno");
}

static void records_of_json(struct printer *printer, struct json *json,
			    const struct call *call)
{
	json_number(json, "count", call->count);
	json_bool(json, "full", call->lost > 0);
	json_number(json, "lost", call->lost);
	json_bool(json, "counted", !call->lost || call->counted);
	if (!printer->brief)
		records_json(printer, json, call->records, call->count);
}

static void call_json(struct printer *printer, struct call *call)
{
	const char *arguments[MOST_ARGUMENTS];
	int i, count = decode_leave(call, printer->most, arguments);
	struct json json = { &printer->out, false };

	json_open(&json, NULL, '{');
	json_string(&json, "type", "call");
	thread_json(&json, call->pid, call->tid);
	json_string(&json, "call", call_name(call->number));
	json_open(&json, "arguments", '[');
	for (i = 0; i < count; i++)
		json_string(&json, NULL, arguments[i]);
	json_close(&json, ']');
	result_json(&json, call);
	if (!printer->user) {
		records_of_json(printer, &json, call);
		json_bool(&json, "noisy", call->noisy);
	}
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}

bool print_call(struct printer *printer, struct call *call)
{
	bool filtered = printer->functions.count || printer->files.count;

	/* Where only some code is looked at, calls are not what is meant. */
	if (filtered && printer->user)
		return false;
	if (filtered && !records_shown(printer, call->records, call->count))
		return false;
	(printer->json ? call_json : call_text)(printer, call);
	return true;
}

static void life_json(struct printer *printer, pid_t pid, pid_t tid,
		      enum life what, int number)
{
	static const char *const names[] = { "begin", "exec", "signal", "end",
					     "end" };
	struct json json = { &printer->out, false };
	const char *name = flag_name(signals, (uint64_t)number);

	json_open(&json, NULL, '{');
	json_string(&json, "type", names[what]);
	thread_json(&json, pid, tid);
	if (what == LIFE_ENDED)
		json_number(&json, "status", (uint64_t)number);
	else if (what != LIFE_BEGAN && what != LIFE_EXECUTED)
		json_string(&json, "signal", name ? name : "SIGRT");
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}

void print_life(struct printer *printer, pid_t pid, pid_t tid, enum life what,
		int number)
{
	const char *name = flag_name(signals, (uint64_t)number);

	if (printer->json) {
		life_json(printer, pid, tid, what, number);
		return;
	}
	if (what == LIFE_EXECUTED)
		return;
	printer->several |= what == LIFE_BEGAN;
	thread_text(printer, tid);
	if (!name)
		name = "SIGRT";
	switch (what) {
	case LIFE_EXECUTED:
		break;
	case LIFE_BEGAN:
		text_printf(&printer->out, "+++ %s began +++\n",
			    pid == tid ? "process" : "thread");
		break;
	case LIFE_SIGNAL:
		text_printf(&printer->out, "--- %s ---\n", name);
		break;
	case LIFE_ENDED:
		text_printf(&printer->out, "+++ exited with %d +++\n", number);
		break;
	case LIFE_ENDED_BY_SIGNAL:
		text_printf(&printer->out, "+++ killed by %s +++\n", name);
		break;
	}
}

void print_code(struct printer *printer, const struct call *call)
{
	struct json json = { &printer->out, false };

	if (!records_shown(printer, call->records, call->count))
		return;
	if (!printer->json) {
		thread_text(printer, call->tid);
		text_add(&printer->out, "<code>\n");
		records_text(printer, call->records, call->count);
		notes_text(printer, call);
		return;
	}
	json_open(&json, NULL, '{');
	json_string(&json, "type", "code");
	thread_json(&json, call->pid, call->tid);
	records_of_json(printer, &json, call);
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}

void print_function(struct printer *printer, const struct call *call,
		    const char *name, uint64_t result)
{
	struct json json = { &printer->out, false };

	if ((printer->functions.count || printer->files.count) &&
	    !records_shown(printer, call->records, call->count))
		return;
	if (!printer->json) {
		thread_text(printer, call->tid);
		escape_function(&printer->out, name);
		text_printf(&printer->out, "() = 0x%" PRIx64 "\n", result);
		records_text(printer, call->records, call->count);
		notes_text(printer, call);
		return;
	}
	json_open(&json, NULL, '{');
	json_string(&json, "type", "function");
	thread_json(&json, call->pid, call->tid);
	json_string(&json, "function", name);
	json_address(&json, "result", result);
	records_of_json(printer, &json, call);
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}

void print_remote(struct printer *printer, const struct call *call)
{
	struct json json = { &printer->out, false };

	/* Where there is no room for a record, there is still what is lost. */
	if (!call->lost && !records_shown(printer, call->records, call->count))
		return;
	if (!printer->json) {
		text_add(&printer->out, "<remote>\n");
		records_text(printer, call->records, call->count);
		notes_text(printer, call);
		return;
	}
	json_open(&json, NULL, '{');
	json_string(&json, "type", "remote");
	records_of_json(printer, &json, call);
	json_close(&json, '}');
	text_add(&printer->out, "\n");
}
