// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * one-socket FAMILY: a process that does little else, so that its comparisons
 * are few. For recordings-of-commands.
 */
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	socket((int)strtol(argv[1], NULL, 0), SOCK_STREAM, 0);
	return 0;
}
