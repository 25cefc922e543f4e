// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reads what a kernel under test says about its own end. Called by guest.c for
 * each new piece of a console, and by what saves findings. A console is any
 * bytes; it is text of at most a MiB that ends with a NUL.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/coverage/place.h"
#include "tool/fuzz/fault.h"
#include "tool/fuzz/guest.h"

/*
 * What makes a line a complaint, the kind of fault it stands for, and what
 * stands before the function it names (NULL: the trace below names it). The
 * first that fits counts, so those that say more come first.
 */
static const struct complaint {
	const char *mark;
	const char *kind;
	const char *before;
} complaints[] = {
	{ "BUG: KASAN: ", "kasan", " in " },
	{ "BUG: KFENCE: ", "kfence", " in " },
	{ "UBSAN: ", "ubsan", NULL },
	{ "BUG: soft lockup", "endless-loop", NULL },
	{ "blocked for more than", "deadlock", NULL },
	{ "detected stall", "stall", NULL },
	{ "kernel BUG at ", "bug", NULL },
	{ "BUG: failure at ", "bug", NULL },
	{ "Kernel mode fault at addr ", "bad-address", " ip " },
	{ "Kernel tried to access user memory", "user-address", " ip " },
	{ "BUG: unable to handle", "bad-address", NULL },
	{ "BUG: kernel NULL pointer", "bad-address", NULL },
	{ "general protection fault", "protection-fault", NULL },
	{ "INFO: possible", "locks", NULL },
	{ "inconsistent lock state", "locks", NULL },
	{ "suspicious RCU usage", "rcu", NULL },
	{ "scheduling while atomic", "atomic", NULL },
	{ "sleeping function called", "atomic", NULL },
	{ "refcount_t:", "refcount", NULL },
	{ "WARNING: ", "warning", NULL },
	{ "Oops", "oops", NULL },
	{ "Kernel panic - not syncing", "panic", NULL },
};

static const struct complaint *judge(const char *line, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(complaints) / sizeof(*complaints); i++)
		if (memmem(line, length, complaints[i].mark,
			   strlen(complaints[i].mark)))
			return &complaints[i];
	return NULL;
}

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

static const char *next_line(const char *line)
{
	line += line_length(line);
	return *line ? line + 1 : line;
}

bool console_complains(const char *text, size_t from)
{
	const char *line;

	for (line = text + from; *line; line = next_line(line))
		if (judge(line, line_length(line)))
			return true;
	return false;
}

/* What a trace begins with: how the fault was told and how a task waits. */
static const char *const tellers[] = { "show_stack",
				       "dump_stack",
				       "panic",
				       "vpanic",
				       "__warn",
				       "warn_slowpath",
				       "check_panic_on_warn",
				       "print_report",
				       "print_address",
				       "kasan_",
				       "__kasan",
				       "__asan",
				       "asan.",
				       "schedule",
				       "__schedule",
				       "io_schedule",
				       "__mutex",
				       "mutex_lock",
				       "rwsem_",
				       "down",
				       "__down",
				       "__switch_to",
				       "switch_to",
				       "_raw_spin",
				       "wait_for",
				       "do_wait",
				       "to_kernel",
				       "segv",
				       "sig_handler",
				       "hard_handler",
				       "relay_signal",
				       "unblock_",
				       "bust_spinlocks",
				       "__sanitizer_cov",
				       "watchdog",
				       "__hrtimer",
				       "hrtimer",
				       "um_timer",
				       "um_sched",
				       "timer_",
				       "deliver_alarm",
				       "tick_",
				       "update_process_times",
				       "irq_",
				       "__handle",
				       "handle_",
				       "generic_handle",
				       "do_IRQ",
				       "sigio",
				       "report_bug",
				       "notifier_call",
				       "atomic_notifier",
				       "_printk",
				       "vprintk" };

static bool tells(const char *function)
{
	size_t i;

	for (i = 0; i < sizeof(tellers) / sizeof(*tellers); i++)
		if (!strncmp(function, tellers[i], strlen(tellers[i])))
			return true;
	return false;
}

static void take_name(struct fault *fault, const char *name)
{
	size_t length = strcspn(name, "+ \n\r./");

	if (!length)
		return;
	snprintf(fault->function, sizeof(fault->function), "%.*s", (int)length,
		 name);
}

/* "file.c:123" somewhere before `end`. */
static void take_line(struct fault *fault, const char *text, const char *end)
{
	const char *at = memmem(text, (size_t)(end - text), ".c:", 3);

	if (at)
		fault->line = (uint32_t)strtoul(at + 3, NULL, 10);
}

/* Steps of the chain, which has room for 32; 0: nobody knows. */
static size_t chain_of(const struct fault_code *code, uint64_t address,
		       struct place *chain)
{
	const struct index *index = code->kernel;

	if (address - code->module_start < code->module_bytes) {
		index = code->module;
		address -= code->module_start;
	}
	return index ? index_chain(index, address, chain, 32) : 0;
}

/* The code at the address, where its function is not known by name. */
static void take_address(struct fault *fault, const struct fault_code *code,
			 uint64_t address, bool is_return)
{
	struct place chain[32];
	size_t steps;

	/* The chain is that of the code before a return address. */
	steps = chain_of(code, address + !is_return, chain);
	if (!steps || !strcmp(chain[steps - 1].function, "?"))
		return;
	take_name(fault, chain[steps - 1].function);
	fault->line = chain[0].line;
}

/* " [<600d2a25>] ? function+0x12/0x34" or " function+0x12/0x34 [module]". */
static bool trace_line(const char *line, uint64_t *address, const char **name)
{
	const char *end = line + line_length(line), *at = line;

	*address = 0;
	while (*at == ' ')
		at++;
	if (!strncmp(at, "[<", 2)) {
		*address = strtoull(at + 2, NULL, 16);
		at = memchr(at, ']', (size_t)(end - at));
		if (!at || *++at != ' ')
			return false;
		at++;
	} else if (at == line) {
		return false;
	}
	/* What merely stood on the stack. */
	if (*at == '?' || !memmem(at, (size_t)(end - at), "+0x", 3))
		return false;
	*name = at;
	return true;
}

static void take_trace(struct fault *fault, const char *line,
		       const struct fault_code *code)
{
	const char *name;
	uint64_t address;

	for (; *line; line = next_line(line))
		if (trace_line(line, &address, &name) && !tells(name)) {
			take_name(fault, name);
			take_address(fault, code, address, true);
			return;
		}
}

static void take_complaint(struct fault *fault, const char *line,
			   const struct complaint *complaint,
			   const struct fault_code *code)
{
	const char *end = line + line_length(line);
	const char *mark = strstr(line, complaint->mark);
	const char *at;

	snprintf(fault->kind, sizeof(fault->kind), "%s", complaint->kind);
	if (!strcmp(complaint->kind, "kasan"))
		snprintf(fault->kind, sizeof(fault->kind), "kasan-%.*s",
			 (int)strcspn(mark + strlen(complaint->mark), " \n"),
			 mark + strlen(complaint->mark));
	take_line(fault, line, end);
	/* "WARNING: CPU: 0 PID: 1 at file.c:12 function+0x1/0x2" */
	at = memmem(line, (size_t)(end - line), "+0x", 3);
	if (at && strcmp(complaint->kind, "deadlock")) {
		while (at > line && at[-1] != ' ')
			at--;
		take_name(fault, at);
	}
	at = complaint->before ?
		     memmem(line, (size_t)(end - line), complaint->before,
			    strlen(complaint->before)) :
		     NULL;
	if (at && !strcmp(complaint->before, " ip "))
		take_address(fault, code, strtoull(at + 4, NULL, 16), false);
	if (!strcmp(fault->function, "unknown"))
		take_trace(fault, next_line(line), code);
}

void fault_name(struct fault *fault)
{
	char *at;

	snprintf(fault->place, sizeof(fault->place), "%s-%s", fault->kind,
		 fault->function);
	if (fault->line)
		snprintf(fault->place, sizeof(fault->place), "%s-%s-%u",
			 fault->kind, fault->function, fault->line);
	for (at = fault->place; *at; at++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-",
			    *at))
			*at = '_';
}

void fault_find(const char *console, bool hung, const struct fault_code *code,
		struct fault *fault)
{
	const struct complaint *complaint;
	const char *line;

	*fault = (struct fault){ .function = "unknown" };
	snprintf(fault->kind, sizeof(fault->kind), "%s",
		 hung ? "hang" : "silent-end");
	for (line = console; *line; line = next_line(line)) {
		complaint = judge(line, line_length(line));
		if (!complaint)
			continue;
		take_complaint(fault, line, complaint, code);
		break;
	}
	fault_name(fault);
}

/* The end of the code that a line of a console is about. */
static bool named_address(const char *line, uint64_t *address)
{
	const char *name, *at;

	if (trace_line(line, address, &name) && *address)
		return true;
	at = memmem(line, line_length(line), ", ip 0x", 7);
	if (at)
		*address = strtoull(at + 5, NULL, 16) + 1;
	return at;
}

void fault_symbolise(const char *console, const struct fault_code *code,
		     struct text *out)
{
	struct place chain[32];
	const char *line;
	uint64_t address;
	size_t i, steps;

	for (line = console; *line; line = next_line(line)) {
		text_add_bytes(out, line, line_length(line));
		text_add(out, "\n");
		if (!named_address(line, &address))
			continue;
		steps = chain_of(code, address, chain);
		for (i = 0; i < steps; i++) {
			if (!chain[i].file)
				continue;
			text_add(out, "        ");
			place_functions(out, &chain[i], 1);
			place_line(out, &chain[i]);
			text_add(out, "\n");
		}
	}
}
