// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl help: the list, one command, its options or the completion. */
#include <stdio.h>
#include <string.h>

#include "tool/base/fail.h"
#include "tool/command/commands.h"

enum { OPTION_COMPLETION = LONG_ONLY, OPTION_OPTIONS };

static const struct option_row options[] = {
	{ OPTION_COMPLETION, "completion", "SHELL",
	  "print the completion for bash, zsh or fish" },
	{ OPTION_OPTIONS, "options", NULL, "print a line per option" },
	{ 0 },
};

static void list(void)
{
	const struct command *const *command;

	puts("usage: kcovctl COMMAND [OPTION...] [OPERAND...]\n"
	     "What one call, one thread or one program executed.\n");
	for (command = all_commands; *command; command++)
		printf("  %-10s %s\n", (*command)->name, (*command)->summary);
	puts("\n`kcovctl COMMAND --help` lists the options of one.");
}

static int run(const struct command *self, int argc, char **argv)
{
	void (*print)(const struct command *command) = print_help;
	const struct command *const *command;
	char *value;
	int option;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == OPTION_OPTIONS) {
			print = print_options;
			continue;
		}
		if (!print_completion(value, all_commands))
			usage_error(self,
				    "no completion for \"%s\", only for "
				    "bash, zsh and fish",
				    value);
		return STATUS_OK;
	}
	if (operands_start() >= argc) {
		list();
		return STATUS_OK;
	}
	for (command = all_commands; *command; command++)
		if (!strcmp((*command)->name, argv[operands_start()])) {
			print(*command);
			return STATUS_OK;
		}
	unknown_subcommand(argv[operands_start()]);
}

const struct command help_command = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "List the subcommands, or the options of one.",
	.options = options,
	.run = run,
};
