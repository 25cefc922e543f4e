// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * write:FILE writes the input to a file of the guest, in one call; cmd:'PROGRAM
 * ARGUMENT...' runs a program of this machine, in which @@ is a file with the
 * input (without @@ the input is its standard input). Words are separated by
 * blanks, there is no shell; what the program starts is not recorded.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>

#include "tool/agent/agent.h"

static const char *path;

static const char *prepare_write(const char *argument)
{
	int fd = open(argument, O_WRONLY | O_CLOEXEC);

	path = argument;
	if (!*argument)
		return "name the file, as in write:/proc/sysrq-trigger";
	if (fd < 0)
		return failed("cannot open it for writing in the guest");
	close(fd);
	return NULL;
}

static void run_write(const uint8_t *input, size_t bytes)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, input, bytes) < 0)
		errno = 0;
	close(fd);
}

const struct target write_target = {
	.name = "write",
	.prepare = prepare_write,
	.run = run_write,
};

#define INPUT "/tmp/input"

static char *words[64];
static bool has_file;

static const char *prepare_program(const char *argument)
{
	const size_t most = sizeof(words) / sizeof(*words) - 1;
	char *copy = strdup(argument), *word;
	size_t n = 0;

	if (!copy)
		return failed("memory");
	for (word = strtok(copy, " \t"); word; word = strtok(NULL, " \t")) {
		if (n == most)
			return "too many words";
		if (!strcmp(word, "@@")) {
			has_file = true;
			word = INPUT;
		}
		words[n++] = word;
	}
	if (!n)
		return "name the program, as in cmd:'tar tf @@'";
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 1);
	return NULL;
}

static void place_program(uint8_t *input, size_t bytes)
{
	int fd = open(INPUT, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, input, bytes) != (ssize_t)bytes)
		give_up("cannot write the input: %s", strerror(errno));
	close(fd);
}

static void run_program(const uint8_t *input, size_t bytes)
{
	int null = open("/dev/null", O_RDWR), in;

	(void)input;
	(void)bytes;
	in = has_file ? null : open(INPUT, O_RDONLY);
	dup2(in, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(words[0], words);
}

const struct target program_target = {
	.name = "cmd",
	.prepare = prepare_program,
	.place = place_program,
	.run = run_program,
	.is_program = true,
};
