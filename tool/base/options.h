/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * One table per subcommand says which options there are: it drives
 * getopt_long, --help and the completion of shells, and a test compares it
 * with the manual page. --color, -q, -v, -h and -V belong to every subcommand.
 */
#ifndef KCOV_TOOL_OPTIONS_H
#define KCOV_TOOL_OPTIONS_H

#include <stdbool.h>

/* Options without a letter have a number from here on. */
#define LONG_ONLY 256

struct option_row {
	int id;		      /* the letter, or LONG_ONLY + n */
	const char *name;     /* without "--" */
	const char *argument; /* what --help calls it; NULL: none */
	const char *help;
};

struct command {
	const char *name;
	const char *operands;
	const char *summary;		  /* one line, a verb first */
	const struct option_row *options; /* ends with a row without name */
	bool wrapper; /* runs a command: options end at the first operand */
	int (*run)(const struct command *command, int argc, char **argv);
};

/*
 * The id of the next option, its argument in *value; -1 when only operands are
 * left, from argv[operands_start()] on. Deals with the common options itself;
 * --help, --version and mistakes end the program.
 */
int next_option(const struct command *command, int argc, char **argv,
		char **value);
int operands_start(void);

/* How a wrong command line ends: one line, then the exit status. */
__attribute__((noreturn, format(printf, 2, 3))) void
usage_error(const struct command *command, const char *text, ...);

/* A number between two bounds, decimal or 0x, with K, M, G; or usage_error(). */
unsigned long long number_argument(const struct command *command,
				   const char *option, const char *value,
				   unsigned long long least,
				   unsigned long long most);

void print_help(const struct command *command);
/* A line per option, "-x --name ARGUMENT", for tests. */
void print_options(const struct command *command);

/* Calls `visit` for the command's own options, then for the common ones. */
void each_row(const struct command *command,
	      void (*visit)(const struct option_row *row, void *data),
	      void *data);

/*
 * completion.c: the completion for all commands of a list that ends with NULL.
 * False if there is none for that shell.
 */
bool print_completion(const char *shell, const struct command *const *commands);

#endif /* KCOV_TOOL_OPTIONS_H */
