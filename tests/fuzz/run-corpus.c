// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * run-corpus FOLDER: every file of a corpus through a fuzz target, which is
 * linked with this. What is wrong ends the program, after its name was printed.
 * kills: the faults for fuzz of tests/planted.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/target.h"
#include "tests/unit/tap.h"

static void run(const char *folder, const char *name)
{
	static uint8_t room[1 << 20];
	char path[4096];
	uint8_t *bytes;
	size_t count;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	if (!file)
		exit(99);
	count = fread(room, 1, sizeof(room), file);
	fclose(file);
	printf("# %s\n", name);
	fflush(stdout);
	/* Of its size exactly, so that reading behind it is seen. */
	bytes = memcpy(malloc(count ? count : 1), room, count);
	LLVMFuzzerTestOneInput(bytes, count);
	free(bytes);
}

/* The target's oracle says no. */
static void aborted(int signal)
{
	static const char line[] = "not ok 1 - this input does no harm\n";

	(void)signal;
	_exit(write(STDOUT_FILENO, line, sizeof(line) - 1) < 0 ? 99 : 1);
}

int main(int argc, char **argv)
{
	DIR *dir = argc > 1 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	int files = 0;

	signal(SIGABRT, aborted);
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			run(argv[1], entry->d_name);
			files++;
		}
	if (dir)
		closedir(dir);
	tap_ok(files > 0, "%d inputs do no harm", files);
	return tap_done();
}
