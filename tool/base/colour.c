// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Whether the output is coloured, and with which escapes. Called by everything
 * that writes for people. The choice is made once, while options are read, and
 * holds for stdout; after that nothing here changes.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool/base/colour.h"

static enum { AUTO, ALWAYS, NEVER } choice = AUTO;

bool colour_choose(const char *when)
{
	if (!strcmp(when, "auto"))
		choice = AUTO;
	else if (!strcmp(when, "always"))
		choice = ALWAYS;
	else if (!strcmp(when, "never"))
		choice = NEVER;
	else
		return false;
	return true;
}

static bool wanted(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (choice != AUTO)
		return choice == ALWAYS;
	if (no_color && *no_color)
		return false;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb");
}

const char *colour(enum colour colour)
{
	static const char *const escapes[] = {
		[PLAIN] = "\033[0m", [GOOD] = "\033[32m",
		[BAD] = "\033[31m",  [PARTLY] = "\033[33m",
		[FAINT] = "\033[2m", [STRONG] = "\033[1m",
	};

	return wanted() ? escapes[colour] : "";
}
