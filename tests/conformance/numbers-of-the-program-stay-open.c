// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-kept-descriptor: the number that a remote session keeps may be
 * the program's by the time the session ends: it closed that one, or all, and
 * has a file, or another device, there. DISABLE closes neither, nor any other.
 * kills: (user space) a number that is closed without a look.
 */
/* The file behind a device in user space is longer than 32 bits can say. */
#define _FILE_OFFSET_BITS 64
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "remote.h"

#define HANDLE COMMON(0x6401)
#define FIRST_KEPT 512

/* Of the library's, the number; -1: there is none. */
static int kept_number(void)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;
	int found = -1;

	CHECK(folder);
	while ((entry = readdir(folder)))
		if (atoi(entry->d_name) >= FIRST_KEPT)
			found = atoi(entry->d_name);
	closedir(folder);
	return found;
}

static void check_stays(int there)
{
	struct session session = listener_open(HANDLE);
	struct stat before, after;
	int number = kept_number();

	CHECK(number >= FIRST_KEPT);
	CHECK_OK(dup2(there, number));
	CHECK_OK(fstat(number, &before));
	disable(&session);
	CHECK_OK(fstat(number, &after));
	CHECK_EQ(after.st_ino, before.st_ino);
	CHECK_EQ(after.st_dev, before.st_dev);
	CHECK_OK(close(number));
	session_close(&session);
}

TEST("what is at the number that a session kept stays open")
{
	struct session other;
	struct gate gate = gate_make();

	need_domains();
	if (host_is_kernel())
		SKIP("a kernel keeps no descriptor");
	check_stays(gate.reader);
	other = session_open(page_words());
	check_stays(other.fd);
	session_close(&other);
	/* And nothing stays of its own. */
	other = listener_open(HANDLE);
	CHECK(kept_number() >= FIRST_KEPT);
	disable(&other);
	CHECK_EQ(kept_number(), -1);
	session_close(&other);
}
