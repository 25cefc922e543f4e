// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The options of a subcommand: read with getopt_long(), printed as help, and
 * listed for completion and the checks of the manual pages, all from one table
 * of the subcommand. Called by main and by each subcommand. A usage error ends
 * the program.
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/base/colour.h"
#include "tool/base/fail.h"
#include "tool/base/nearest.h"
#include "tool/base/options.h"

#define MOST_OPTIONS 48

enum { OPTION_COLOUR = LONG_ONLY + 512 };

static const struct option_row common[] = {
	{ OPTION_COLOUR, "color", "WHEN", "colours: auto, always or never" },
	{ 'q', "quiet", NULL, "no progress and no warnings; twice: no errors" },
	{ 'v', "verbose", NULL, "say on stderr what is decided and why" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version" },
	{ 0 },
};

void each_row(const struct command *command,
	      void (*visit)(const struct option_row *row, void *data),
	      void *data)
{
	const struct option_row *row;

	for (row = command->options; row && row->name; row++)
		visit(row, data);
	for (row = common; row->name; row++)
		visit(row, data);
}

struct getopt_tables {
	struct option rows[MOST_OPTIONS];
	char letters[3 * MOST_OPTIONS];
	int count;
};

static void add_to_tables(const struct option_row *row, void *data)
{
	struct getopt_tables *tables = data;
	struct option *option = &tables->rows[tables->count++];
	char letter[3] = { (char)row->id, row->argument ? ':' : 0, 0 };

	option->name = row->name;
	option->has_arg = row->argument ? required_argument : no_argument;
	option->val = row->id;
	if (row->id < LONG_ONLY)
		strcat(tables->letters, letter);
}

void usage_error(const struct command *command, const char *text, ...)
{
	char what[256];
	va_list list;

	va_start(list, text);
	vsnprintf(what, sizeof(what), text, list);
	va_end(list);
	die(command->wrapper ? STATUS_WRAPPER_FAILED : STATUS_USAGE,
	    "%s; see kcovctl %s --help", what, command->name);
}

/* True if the option was one of the common ones. */
static bool common_option(const struct command *command, int id, char *value)
{
	switch (id) {
	case OPTION_COLOUR:
		if (!colour_choose(value))
			usage_error(command,
				    "--color wants auto, always or "
				    "never, not \"%s\"",
				    value);
		return true;
	case 'q':
		quiet++;
		return true;
	case 'v':
		verbose++;
		return true;
	case 'h':
		print_help(command);
		exit(STATUS_OK);
	case 'V':
		puts("kcovctl " KCOV_VERSION);
		exit(STATUS_OK);
	}
	return false;
}

static void offer_row(const struct option_row *row, void *data)
{
	nearest_offer(data, row->name);
}

struct known {
	int id;
	const char *name; /* of the row with that id, or NULL */
	const char *typed;
	int begun; /* how many names begin with what was typed */
};

static void look_at_row(const struct option_row *row, void *data)
{
	struct known *known = data;

	if (row->id == known->id)
		known->name = row->name;
	known->begun += !strncmp(row->name, known->typed, strlen(known->typed));
}

/*
 * getopt_long() tells letters that are none and values of what takes none by
 * optopt, and names that are none, or several, by 0.
 */
__attribute__((noreturn)) static void refuse_option(const struct command *self,
						    const char *given)
{
	char typed[64];
	struct nearest nearest = { .typed = typed };
	struct known known = { .id = optopt, .typed = typed };

	/* "--inffo=x": what is typed wrong is the name. */
	snprintf(typed, sizeof(typed), "%.*s",
		 optopt ? 0 : (int)strcspn(given + 2, "="), given + 2);
	each_row(self, look_at_row, &known);
	if (known.name)
		usage_error(self, "--%s takes no value", known.name);
	if (optopt)
		usage_error(self, "no option -%c", optopt);
	if (known.begun)
		usage_error(self, "--%s is the beginning of several options",
			    typed);
	each_row(self, offer_row, &nearest);
	if (nearest.name)
		usage_error(self, "no option %s (did you mean --%s?)", given,
			    nearest.name);
	usage_error(self, "no option %s", given);
}

int next_option(const struct command *command, int argc, char **argv,
		char **value)
{
	/* '+': operands end the options of wrappers; ':': we report errors */
	struct getopt_tables tables = { .letters = "+:" };
	char *start = tables.letters + !command->wrapper;
	int id;

	if (!command->wrapper)
		tables.letters[1] = ':', tables.letters[2] = 0;
	each_row(command, add_to_tables, &tables);
	do {
		opterr = 0;
		id = getopt_long(argc, argv, start, tables.rows, NULL);
		*value = optarg;
		if (id == '?')
			refuse_option(command, argv[optind - 1]);
		if (id == ':')
			usage_error(command, "%s needs a value",
				    argv[optind - 1]);
	} while (common_option(command, id, optarg));
	return id;
}

int operands_start(void)
{
	return optind;
}

unsigned long long number_argument(const struct command *command,
				   const char *option, const char *value,
				   unsigned long long least,
				   unsigned long long most)
{
	unsigned long long number;
	int shift = 0;
	char *end;

	errno = 0;
	number = strtoull(value, &end, 0);
	if (*end && strchr("KMG", *end)) {
		shift = *end == 'K' ? 10 : *end == 'M' ? 20 : 30;
		end++;
	}
	if (errno || end == value || *end || *value == '-' ||
	    number > most >> shift || number << shift < least)
		usage_error(command,
			    "%s wants a number from %llu to %llu, "
			    "not \"%s\"",
			    option, least, most, value);
	return number << shift;
}

static void help_row(const struct option_row *row, void *data)
{
	char left[64];
	int used;

	(void)data;
	used = row->id < LONG_ONLY ?
		       snprintf(left, sizeof(left), "-%c, ", row->id) :
		       snprintf(left, sizeof(left), "    ");
	snprintf(left + used, sizeof(left) - (size_t)used, "--%s%s%s",
		 row->name, row->argument ? " " : "",
		 row->argument ? row->argument : "");
	printf("  %-26s %s\n", left, row->help);
}

void print_help(const struct command *command)
{
	printf("usage: kcovctl %s [OPTION...] %s\n%s\n\n", command->name,
	       command->operands, command->summary);
	each_row(command, help_row, NULL);
}

static void options_row(const struct option_row *row, void *data)
{
	(void)data;
	if (row->id < LONG_ONLY)
		printf("-%c ", row->id);
	printf("--%s%s%s\n", row->name, row->argument ? " " : "",
	       row->argument ? row->argument : "");
}

void print_options(const struct command *command)
{
	each_row(command, options_row, NULL);
}
