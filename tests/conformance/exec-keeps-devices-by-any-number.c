// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2, U-exec: exec resets nothing, whatever number the device has, and whatever else is
 * open: of one digit or of several, alone or behind hundreds.
 * kills: (user space) a number that is read by its last digit, a folder of
 * descriptors that is read once.
 */
#include "harness.h"
#include "script.h"
#include "target.h"

static const int numbers[] = { 9, 10, 27, 109, 400 };

static struct session session;

/* The program can disable it only if it owns it still. */
static void exec_with_number(void *number)
{
	const int at = *(const int *)number;
	int fd, others = 0;

	CHECK_OK(dup2(session.fd, at));
	CHECK_OK(close(session.fd));
	session.fd = at;
	/* In the folder these come first. */
	while (at > 100 && (fd = dup(0)) >= 0 && fd < at - 1)
		others++;
	enable(&session);
	exec_second_program("restart", at, -1);
}

TEST("a device of any number is enabled still when a program is executed")
{
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		int number = numbers[i];

		session = session_open(WORDS);
		CHECK_EXIT(fork_child(exec_with_number, &number), 0);
		session_close(&session);
	}
}
