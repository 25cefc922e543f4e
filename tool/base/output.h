/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Results: to stdout or to a file that appears only when it is complete, so
 * that a full disk or a signal leaves what was there before.
 */
#ifndef KCOV_TOOL_OUTPUT_H
#define KCOV_TOOL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct output {
	const char *path; /* NULL or "-": stdout */
	char *partial;	  /* what it is called until it is complete */
	int fd;
	bool standard; /* stdout or stderr, which stay open */
	bool nameless; /* it has no name until then */
	bool special;  /* a device, a pipe, a descriptor: written to as it is */
	int error;     /* errno of the first failure */
};

/* All of these say what is wrong and return false; nothing is left behind. */
bool output_open(struct output *output, const char *path);
/* The same, but to stderr without a path: stdout is the command's own. */
bool output_open_beside(struct output *output, const char *path);
/* Errors are kept for output_close(). */
void output_write(struct output *output, const void *bytes, size_t count);
bool output_close(struct output *output);

/* All three at once. */
bool output_file(const char *path, const void *bytes, size_t count);

#endif /* KCOV_TOOL_OUTPUT_H */
