// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The line on a terminal that says how far long work has come. Called in the
 * loop that does the work, from one thread. Nothing is printed in the first
 * second, when stderr is no terminal, or with --quiet.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/base/progress.h"

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_begin(struct progress *progress, const char *what, size_t all)
{
	progress->what = what;
	progress->all = !quiet && isatty(STDERR_FILENO) ? all : 0;
	progress->begun = now();
	progress->shown = 0;
}

void progress_step(struct progress *progress, size_t done)
{
	double time, took;

	if (!progress->all || !done)
		return;
	time = now();
	took = time - progress->begun;
	if (took < 1 || time - progress->shown < 0.1)
		return;
	progress->shown = time;
	fprintf(stderr, "\r%s: %zu of %zu, %.0f s left \033[K", progress->what,
		done, progress->all,
		took * (double)(progress->all - done) / (double)done);
}

void progress_end(struct progress *progress)
{
	if (progress->shown > 0)
		fputs("\r\033[K", stderr);
}
