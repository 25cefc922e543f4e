/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The subcommands, one file each. */
#ifndef KCOV_TOOL_COMMANDS_H
#define KCOV_TOOL_COMMANDS_H

#include "tool/base/options.h"

/* Of all that read recordings: recording_choose_tasks() takes the value. */
enum { OPTION_TASK = LONG_ONLY + 300 };
#define ROW_TASK                       \
	{ OPTION_TASK, "task", "TASK", \
	  "only tasks of this number or name; may be repeated" }

extern const struct command run_command;
extern const struct command record_command;
extern const struct command cat_command;
extern const struct command merge_command;
extern const struct command doctor_command;
extern const struct command export_command;
extern const struct command import_command;
extern const struct command report_command;
extern const struct command diff_command;
extern const struct command cmp_command;
extern const struct command trace_command;
extern const struct command why_command;
extern const struct command symbolise_command;
extern const struct command fuzz_command;
extern const struct command help_command;

/* All of them, in the order of the manual; ends with a NULL name. */
extern const struct command *const all_commands[];

/* Ends the program with one line: what was meant perhaps. */
__attribute__((noreturn)) void unknown_subcommand(const char *name);

#endif /* KCOV_TOOL_COMMANDS_H */
