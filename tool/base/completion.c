// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What shells are told about subcommands and options, from the same tables. */
#include <stdio.h>
#include <string.h>

#include "tool/base/options.h"

#define HEAD(shell)                                        \
	"# SPDX-License-Identifier: GPL-2.0-only OR MIT\n" \
	"# " shell " completion, made by: kcovctl help "   \
	"--completion " shell "\n"

/* Between single quotes of a shell, in which `special` needs a backslash. */
static void print_quoted(const char *text, const char *special)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr(special, *text))
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void bash_row(const struct option_row *row, void *data)
{
	(void)data;
	if (row->id < LONG_ONLY)
		printf("-%c ", row->id);
	printf("--%s ", row->name);
}

static void print_bash(const struct command *const *commands)
{
	const struct command *const *command;

	puts(HEAD("bash") "_kcovctl() {\n"
			  "\tlocal word=${COMP_WORDS[COMP_CWORD]} words=\n"
			  "\tif ((COMP_CWORD == 1)); then");
	printf("\t\twords='");
	for (command = commands; *command; command++)
		printf("%s%s", command == commands ? "" : " ",
		       (*command)->name);
	puts("'\n\telif [[ $word == -* ]]; then\n"
	     "\t\tcase ${COMP_WORDS[1]} in");
	for (command = commands; *command; command++) {
		printf("\t\t%s) words='", (*command)->name);
		each_row(*command, bash_row, NULL);
		puts("' ;;");
	}
	puts("\t\tesac\n"
	     "\telse\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
	     "}\n"
	     "complete -o filenames -F _kcovctl kcovctl");
}

/* '(-o --output)'{-o,--output}'[help]:FILE:_files' */
static void zsh_row(const struct option_row *row, void *data)
{
	(void)data;
	printf(" \\\n\t\t\t");
	if (row->id < LONG_ONLY)
		printf("'(-%c --%s)'{-%c,--%s}'[", row->id, row->name, row->id,
		       row->name);
	else
		printf("'--%s[", row->name);
	print_quoted(row->help, "[]");
	putchar(']');
	if (row->argument) {
		putchar(':');
		print_quoted(row->argument, ":");
		fputs(":_files", stdout);
	}
	putchar('\'');
}

static void print_zsh(const struct command *const *commands)
{
	const struct command *const *command;

	/* The shell looks for the first line. */
	puts("#compdef kcovctl\n" HEAD("zsh") "_kcovctl() {\n"
					      "\tlocal -a commands=(");
	for (command = commands; *command; command++) {
		printf("\t\t'%s:", (*command)->name);
		print_quoted((*command)->summary, ":");
		puts("'");
	}
	puts("\t)\n"
	     "\tif ((CURRENT == 2)); then\n"
	     "\t\t_describe command commands\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tshift words\n"
	     "\t((CURRENT--))\n"
	     "\tcase $words[1] in");
	for (command = commands; *command; command++) {
		printf("\t%s)\n\t\t_arguments -S", (*command)->name);
		each_row(*command, zsh_row, NULL);
		puts(" \\\n\t\t\t'*:operand:_files' ;;");
	}
	puts("\tesac\n"
	     "}\n"
	     "_kcovctl \"$@\"");
}

static void fish_row(const struct option_row *row, void *data)
{
	printf("complete -c kcovctl -n '__fish_seen_subcommand_from %s'",
	       (const char *)data);
	if (row->id < LONG_ONLY)
		printf(" -s %c", row->id);
	printf(" -l %s%s -d '", row->name, row->argument ? " -r" : "");
	print_quoted(row->help, "\\");
	puts("'");
}

static void print_fish(const struct command *const *commands)
{
	const struct command *const *command;

	fputs(HEAD("fish"), stdout);
	for (command = commands; *command; command++) {
		printf("complete -c kcovctl -n __fish_use_subcommand -f -a %s "
		       "-d '",
		       (*command)->name);
		print_quoted((*command)->summary, "\\");
		puts("'");
	}
	for (command = commands; *command; command++)
		each_row(*command, fish_row, (void *)(*command)->name);
}

bool print_completion(const char *shell, const struct command *const *commands)
{
	if (!strcmp(shell, "bash"))
		print_bash(commands);
	else if (!strcmp(shell, "zsh"))
		print_zsh(commands);
	else if (!strcmp(shell, "fish"))
		print_fish(commands);
	else
		return false;
	return true;
}
