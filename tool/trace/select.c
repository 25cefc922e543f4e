// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Which system calls a trace shows: names, classes and patterns of -e, success
 * and failure of -z and -Z. Called while options are read, then for each call.
 * The words are users' and may be wrong: the first mistake is told.
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/nearest.h"
#include "tool/trace/decode.h"
#include "tool/trace/select.h"

/* Classes that do not follow from what a call takes. */
static const struct {
	const char *name;
	const char *expression;
} classes[] = {
	{ "network", "^(accept4?|bind|connect|getpeername|getsockname|[gs]"
		     "etsockopt|listen|recv(from|m?msg)|send(to|m?msg|file)|"
		     "shutdown|socket(pair)?)$" },
	{ "process", "^(clone3?|v?fork|execve(at)?|exit(_group)?|wait4|waitid|"
		     "unshare|kill|tkill|tgkill|pidfd_send_signal|"
		     "rt_(tg)?sigqueueinfo)$" },
	{ "signal", "^(rt_(tg)?sig.*|sigaltstack|signalfd4?|kill|tkill|tgkill|"
		    "pause|pidfd_send_signal)$" },
	{ "ipc", "^(msg(ctl|get|rcv|snd)|sem(ctl|get|op|timedop)|"
		 "shm(at|ctl|dt|get))$" },
	{ "memory", "^(brk|mmap|munmap|mprotect|pkey_mprotect|mremap|madvise|"
		    "process_madvise|mincore|msync|mlock.*|munlock.*|mbind|"
		    "migrate_pages|move_pages|[gs]et_mempolicy|"
		    "remap_file_pages)$" },
	{ "clock", "^(clock_(adj|get|set)time|clock_getres|gettimeofday|"
		   "settimeofday|adjtimex|time)$" },
	{ "creds", "^(cap[gs]et|[gs]et(res|re|fs|e)?[ug]id|[gs]etgroups|"
		   "prctl)$" },
};

static bool takes(const char *call, const char *kind)
{
	const char *signature = signature_of(call), *at;
	size_t length = strlen(kind);

	for (at = signature; at; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (!strncmp(at, kind, length) && strchr(" ", at[length]))
			return true;
	}
	return false;
}

static bool matches(const char *call, const void *expression)
{
	return !regexec(expression, call, 0, NULL, 0);
}

static bool is(const char *call, const void *name)
{
	return !strcmp(call, name);
}

static bool is_any(const char *call, const void *unused)
{
	(void)call, (void)unused;
	return true;
}

static bool has_path(const char *call, const void *unused)
{
	(void)unused;
	return takes(call, "path");
}

static bool has_descriptor(const char *call, const void *unused)
{
	(void)unused;
	return takes(call, "fd");
}

/* Adds all for which it is true; how many that are. */
static int add(struct selection *selection,
	       bool (*one)(const char *call, const void *data),
	       const void *data)
{
	int number, count = 0;

	for (number = 0; number < SELECT_NUMBERS; number++)
		if (one(call_name(number), data)) {
			selection->named[number] = true;
			count++;
		}
	return count;
}

static bool add_expression(struct selection *selection, const char *text,
			   struct text *why)
{
	regex_t expression;
	char problem[128];
	int error = regcomp(&expression, text, REG_EXTENDED | REG_NOSUB);

	if (error) {
		regerror(error, &expression, problem, sizeof(problem));
		text_printf(why, "no regular expression, \"%s\": %s", text,
			    problem);
		return false;
	}
	add(selection, matches, &expression);
	regfree(&expression);
	return true;
}

static bool add_class(struct selection *selection, const char *name,
		      struct text *why)
{
	size_t i;

	if (!strcmp(name, "file"))
		return add(selection, has_path, NULL);
	if (!strcmp(name, "desc"))
		return add(selection, has_descriptor, NULL);
	for (i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (!strcmp(name, classes[i].name))
			return add_expression(selection, classes[i].expression,
					      why);
	text_printf(why,
		    "no class of system calls \"%%%s\": there are %%file, "
		    "%%desc",
		    name);
	for (i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		text_printf(why, ", %%%s", classes[i].name);
	return false;
}

static void say_unknown(const char *word, struct text *why)
{
	struct nearest nearest = { .typed = word };
	int number;

	for (number = 0; number < SELECT_NUMBERS; number++)
		/* What has no name is in memory that the next one uses. */
		if (strncmp(call_name(number), "syscall_", 8))
			nearest_offer(&nearest, call_name(number));
	text_printf(why, "no system call \"%s\"", word);
	if (nearest.name)
		text_printf(why, " (did you mean %s?)", nearest.name);
}

static bool add_word(struct selection *selection, const char *word,
		     struct text *why)
{
	if (!strcmp(word, "none"))
		return true;
	if (!strcmp(word, "all"))
		return add(selection, is_any, NULL);
	if (*word == '%')
		return add_class(selection, word + 1, why);
	if (*word == '/')
		return add_expression(selection, word + 1, why);
	/* "?name": whether or not there is one. */
	if (add(selection, is, word + (*word == '?')) || *word == '?')
		return true;
	say_unknown(word, why);
	return false;
}

bool selection_parse(struct selection *selection, const char *set,
		     struct text *why)
{
	char *copy, *rest, *word;
	bool good = true;

	if (!strncmp(set, "trace=", 6))
		set += 6;
	else if (strchr(set, '=')) {
		text_printf(why, "-e wants trace=SET, not \"%s\"", set);
		return false;
	}
	/* The last one counts, as with strace. */
	memset(selection->named, 0, sizeof(selection->named));
	selection->given = true;
	selection->inverted = *set == '!';
	copy = rest = must_copy(set + selection->inverted);
	while (good && (word = strsep(&rest, ",")))
		good = add_word(selection, word, why);
	free(copy);
	return good;
}

bool selection_wants(const struct selection *selection, long number)
{
	bool named = number >= 0 && number < SELECT_NUMBERS &&
		     selection->named[number];

	return !selection->given || named != selection->inverted;
}

bool selection_shows(const struct selection *selection, const struct call *call)
{
	bool failed = call_error(call);

	return !(selection->only_failed && !failed) &&
	       !(selection->only_good && (failed || !call->returned));
}
