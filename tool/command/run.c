// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* kcovctl run: a program that uses the device, served in user space. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/launch.h"
#include "tool/command/commands.h"

static const struct option_row options[] = {
	{ 'E', "env", "NAME[=VALUE]", "set, or unset, a variable for COMMAND" },
	{ 'u', "user", "USER", "run COMMAND as this user" },
	{ 0 },
};

static int run(const struct command *self, int argc, char **argv)
{
	char *value, *program;
	int option, first;

	while ((option = next_option(self, argc, argv, &value)) != -1) {
		if (option == 'u')
			choose_user(value);
		else
			change_environment(value);
	}
	first = operands_start();
	if (first >= argc)
		usage_error(self, "no command to run");
	program = find_program(argv[first]);
	host_choose(HOST_USER);
	preload_library(program);
	become_user();
	/* Which is ours to ignore, not the command's. */
	signal(SIGPIPE, SIG_DFL);
	execv(program, argv + first);
	die(errno == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE,
	    "cannot run %s: %s", program, strerror(errno));
}

const struct command run_command = {
	.name = "run",
	.operands = "[--] COMMAND [ARGUMENT...]",
	.summary = "Run a program that uses kcov, with the device served in "
		   "user space.",
	.options = options,
	.wrapper = true,
	.run = run,
};
