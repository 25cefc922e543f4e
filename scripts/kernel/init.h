/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the parts of the first process of a kernel under test share: init.c
 * reads the instructions and ends the run, files.c decides what the guest
 * sees, command.c runs the command and carries its streams.
 */
#ifndef KERNEL_INIT_H
#define KERNEL_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>

enum { MAX_WORDS = 65536, MAX_WRITABLE = 16 };

/* What the host asked for; every string points into the instruction file. */
struct job {
	char *argv[MAX_WORDS];
	char *envp[MAX_WORDS];
	char *writable[MAX_WRITABLE];
	size_t args, vars, writables;
	const char *cwd, *fstype, *port;
	bool tty;
	struct winsize size;
};

extern struct job job;

/* Says something on the kernel's console, which the host records. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);
/* Says why (with errno) and powers off without a status: the host sees a death.
 */
__attribute__((noreturn)) void give_up(const char *what);

void mount_all(void);
void unmount_writable(void);

/* Runs the command; returns when the host knows how it ended. */
void run_command(void);

#endif
