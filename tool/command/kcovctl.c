// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl: finds the subcommand. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tool/base/fail.h"
#include "tool/base/nearest.h"
#include "tool/command/commands.h"
#include "tool/recording/recording.h"

const struct command *const all_commands[] = {
	&run_command,	    &trace_command,  &record_command, &import_command,
	&cat_command,	    &merge_command,  &report_command, &diff_command,
	&cmp_command,	    &export_command, &doctor_command, &why_command,
	&symbolise_command, &fuzz_command,   &help_command,   NULL,
};

static const struct command *find(const char *name)
{
	const struct command *const *command;

	for (command = all_commands; *command; command++)
		if (!strcmp((*command)->name, name))
			return *command;
	return NULL;
}

void unknown_subcommand(const char *name)
{
	const struct command *const *command;
	struct nearest nearest = { .typed = name };

	for (command = all_commands; *command; command++)
		nearest_offer(&nearest, (*command)->name);
	if (nearest.name)
		die(STATUS_USAGE,
		    "no subcommand \"%s\" (did you mean %s?): kcovctl help "
		    "lists them",
		    name, nearest.name);
	if (*name == '-')
		die(STATUS_USAGE,
		    "\"%s\" is no subcommand: options stand behind it, as in "
		    "kcovctl trace -v ls",
		    name);
	die(STATUS_USAGE, "no subcommand \"%s\": kcovctl help lists them",
	    name);
}

/* What a part of a recording says is no success, and says nothing of a gate. */
static int status_with_damage(int status)
{
	if (recordings_damaged() &&
	    (status == STATUS_OK || status == STATUS_GATE))
		return STATUS_FAILED;
	return status;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "help";
	const struct command *command;

	/* A closed pipe is an error of write(), told or not as it matters. */
	signal(SIGPIPE, SIG_IGN);
	if (!strcmp(name, "-h") || !strcmp(name, "--help"))
		name = "help";
	if (!strcmp(name, "-V") || !strcmp(name, "--version")) {
		puts("kcovctl " KCOV_VERSION);
		return STATUS_OK;
	}
	command = find(name);
	if (!command)
		unknown_subcommand(name);
	if (argc > 1)
		argv++, argc--;
	return status_with_damage(command->run(command, argc, argv));
}
