// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a recording says of the system and the command that it was made with.
 * Called once for each recording. Files that are not there are left out.
 */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "tool/collect/surroundings.h"

static void note_file(struct recording *recording, const char *key,
		      const char *path)
{
	FILE *file = fopen(path, "re");
	char line[512];

	if (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = 0;
		recording_add_fact(recording, key, line);
	}
	if (file)
		fclose(file);
}

void note_system(struct recording *recording, char *const *command)
{
	time_t now = time(NULL);
	struct utsname system;
	char when[32];

	recording_add_fact(recording, "tool", "kcovctl " KCOV_VERSION);
	uname(&system);
	recording_add_fact(recording, "system", system.sysname);
	recording_add_fact(recording, "release", system.release);
	recording_add_fact(recording, "version", system.version);
	recording_add_fact(recording, "machine", system.machine);
	note_file(recording, "boot-id", "/proc/sys/kernel/random/boot_id");
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
	recording_add_fact(recording, "time", when);
	for (; *command; command++)
		recording_add_fact(recording, "argument", *command);
}
