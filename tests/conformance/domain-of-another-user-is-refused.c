// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-domain-refused: a folder that is another user's, or open to others, or no
 * folder, or a link, names no domain: the process says so in one line that
 * names the remedy, once, and goes on with what it can do by itself. A client
 * cannot reach another user's workers that way, nor they the client.
 * kills: a folder that is followed, entered or believed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "domain.h"
#include "target.h"

#define HANDLE COMMON(0x3801)
#define NOBODY 65534

static const char *folder;
static bool as_nobody;

/* All it can do in this process, it can; and says one line. */
static void use_alone(void *argument)
{
	struct session session;

	CHECK_OK(dup2(*(int *)argument, STDERR_FILENO));
	if (as_nobody)
		CHECK_OK(setuid(NOBODY));
	domain_choose(folder);
	run_section(HANDLE, target_a);
	session = listener_open(HANDLE);
	run_section(HANDLE, target_a);
	CHECK(count(&session) > 0);
	listener_close(&session);
}

static void check_refused(const char *path, const char *why)
{
	char text[1024] = "";
	ssize_t n;
	int ends[2];

	folder = path;
	CHECK_OK(pipe(ends));
	CHECK_EXIT(fork_child(use_alone, &ends[1]), 0);
	CHECK_OK(close(ends[1]));
	n = CHECK_OK(read(ends[0], text, sizeof(text) - 1));
	CHECK_OK(close(ends[0]));
	note("%.*s", (int)strcspn(text, "\n"), text);
	CHECK(n > 0 && text[n - 1] == '\n');
	CHECK_EQ(strchr(text, '\n') - text, n - 1);
	CHECK(strstr(text, "kcov: ") == text);
	CHECK(strstr(text, path));
	CHECK(strstr(text, why));
	CHECK(strstr(text, "KCOV_DOMAIN"));
}

static void check_links(const char *good)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s-link", good);
	CHECK_OK(symlink(good, path));
	check_refused(path, "is not a folder");
	CHECK_OK(unlink(path));
	fd = CHECK_OK(open(path, O_CREAT | O_EXCL | O_WRONLY, 0700));
	check_refused(path, "is not a folder");
	CHECK_OK(close(fd));
	CHECK_OK(unlink(path));
	snprintf(path, sizeof(path), "%s/no/such", good);
	check_refused(path, "cannot be made");
}

TEST("a folder that is not the user's own alone is refused as a domain")
{
	const char *good = folder_make();

	need_domains();
	CHECK_OK(chmod(good, 0755));
	check_refused(good, "0700");
	CHECK_OK(chmod(good, 0700));
	check_links(good);
	if (geteuid() == 0) {
		as_nobody = true;
		check_refused(good, "may not be entered");
		/* Theirs, and we are free to enter whatever we like. */
		as_nobody = false;
		CHECK_OK(chown(good, NOBODY, NOBODY));
		check_refused(good, "belongs to another user");
	}
	folder_remove(good);
}
