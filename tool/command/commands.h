/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The subcommands, one file each. */
#ifndef KCOV_TOOL_COMMANDS_H
#define KCOV_TOOL_COMMANDS_H

#include "tool/base/options.h"

extern const struct command run_command;
extern const struct command record_command;
extern const struct command cat_command;
extern const struct command merge_command;
extern const struct command doctor_command;
extern const struct command export_command;
extern const struct command report_command;
extern const struct command diff_command;
extern const struct command cmp_command;
extern const struct command trace_command;
extern const struct command why_command;
extern const struct command symbolise_command;
extern const struct command help_command;

/* All of them, in the order of the manual; ends with a NULL name. */
extern const struct command *const all_commands[];

#endif /* KCOV_TOOL_COMMANDS_H */
