/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a run measured, for the table of doc/reliability.md: a line per figure,
 * "figure TAB measured TAB goal", in build/figures/NAME or $KCOV_FIGURES/NAME.
 */
#ifndef KCOV_TESTS_UNIT_FIGURES_H
#define KCOV_TESTS_UNIT_FIGURES_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static FILE *figures_file;

/* Starts the file of this program; its last run is the one that counts. */
static inline void figures_begin(const char *program)
{
	const char *folder = getenv("KCOV_FIGURES");
	const char *slash = strrchr(program, '/');
	char path[512];

	if (!folder) {
		folder = "build/figures";
		mkdir("build", 0777);
	}
	mkdir(folder, 0777);
	snprintf(path, sizeof(path), "%s/%s", folder,
		 slash ? slash + 1 : program);
	figures_file = fopen(path, "w");
	if (!figures_file)
		printf("# %s: cannot be written, no figures\n", path);
}

__attribute__((format(printf, 3, 4))) static inline void
figure(const char *name, const char *goal, const char *measured, ...)
{
	char text[80];
	va_list list;

	va_start(list, measured);
	vsnprintf(text, sizeof(text), measured, list);
	va_end(list);
	printf("# %s: %s (goal %s)\n", name, text, goal);
	if (figures_file)
		fprintf(figures_file, "%s\t%s\t%s\n", name, text, goal);
}

static inline void figures_end(void)
{
	if (figures_file)
		fclose(figures_file);
	figures_file = NULL;
}

#endif /* KCOV_TESTS_UNIT_FIGURES_H */
