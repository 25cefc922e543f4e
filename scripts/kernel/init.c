// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The first process of a kernel started by scripts/kernel-run: it reads what
 * the host wants, has it done (files.c, command.c) and powers off. The
 * instructions are a file of NUL-terminated "name=value" strings; the kernel
 * command line gives its path as kernel_run=PATH, which the kernel puts in our
 * environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/reboot.h>
#include <sys/stat.h>

#include "init.h"

struct job job = { .cwd = "/", .fstype = "hostfs" };

void say(const char *format, ...)
{
	char line[512];
	va_list args;
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	/* not dprintf: it seeks first, which this device refuses */
	if (write(fd < 0 ? STDERR_FILENO : fd, line, strlen(line)) < 0)
		errno = 0;
	if (fd >= 0)
		close(fd);
}

__attribute__((noreturn)) static void power_off(void)
{
	sync();
	unmount_writable();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

void give_up(const char *what)
{
	say("init: %s: %s\n", what, strerror(errno));
	power_off();
}

static const char *value_of(const char *line, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(line, name, len) && line[len] == '=' ? line + len + 1 :
							       NULL;
}

static void read_line(char *line)
{
	const char *value;

	if ((value = value_of(line, "arg")) && job.args < MAX_WORDS - 1)
		job.argv[job.args++] = (char *)value;
	else if ((value = value_of(line, "env")) && job.vars < MAX_WORDS - 1)
		job.envp[job.vars++] = (char *)value;
	else if ((value = value_of(line, "writable")) &&
		 job.writables < MAX_WRITABLE)
		job.writable[job.writables++] = (char *)value;
	else if ((value = value_of(line, "cwd")))
		job.cwd = value;
	else if ((value = value_of(line, "fstype")))
		job.fstype = value;
	else if ((value = value_of(line, "port")))
		job.port = value;
	else if ((value = value_of(line, "tty")))
		job.tty = *value;
	else if ((value = value_of(line, "rows")))
		job.size.ws_row = atoi(value);
	else if ((value = value_of(line, "columns")))
		job.size.ws_col = atoi(value);
	else
		say("init: instruction not understood: %s\n", line);
}

static void read_instructions(const char *path)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat st;
	size_t have = 0;
	ssize_t n;
	char *text;

	if (fd < 0 || fstat(fd, &st))
		give_up("instructions");
	text = calloc(1, st.st_size + 1);
	if (!text)
		give_up("instructions");
	while ((n = read(fd, text + have, st.st_size - have)) > 0)
		have += n;
	close(fd);
	for (char *line = text; line < text + have; line += strlen(line) + 1)
		read_line(line);
	if (!job.args || !job.port)
		give_up("no command in the instructions");
}

int main(void)
{
	if (getpid() != 1) {
		fprintf(stderr, "init: this is the first process of a kernel "
				"under test\n");
		return 2;
	}
	umask(022);
	signal(SIGPIPE, SIG_IGN);
	read_instructions(getenv("kernel_run"));
	mount_all();
	run_command();
	power_off();
}
