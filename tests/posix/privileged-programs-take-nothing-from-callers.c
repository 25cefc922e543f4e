// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program with the library that has more privileges than its caller (by its
 * set-user-ID or set-group-ID bit, or by capabilities of its file) takes no
 * device over from it, makes no folder that it names, and works for nobody. The
 * same program without them does all that, and so does one that gets no
 * privileges because its caller gave them up (PR_SET_NO_NEW_PRIVS).
 * kills: an environment that is believed, an adoption that does not ask.
 */
#include <grp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

#include <linux/capability.h>

#include "harness.h"

#define NOBODY 65534
/* It has privileges, and its open() is the library's. */
#define SECURE 5
#define HANDLE "0x42000001"

static char folder[] = "/tmp/privileged-XXXXXX";
static char program[64];
static char named[64];
static struct session session;

struct kind {
	const char *what;
	mode_t mode;
	bool by_file, no_new;
	int status;
};

static void copy_program(const struct kind *kind)
{
	/* cap_net_raw, permitted and effective */
	struct vfs_ns_cap_data capabilities = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data[0].permitted = 1u << CAP_NET_RAW,
	};
	int from = CHECK_OK(open(second_program(), O_RDONLY));
	int to = CHECK_OK(open(program, O_CREAT | O_TRUNC | O_WRONLY, 0700));
	char buffer[65536];
	ssize_t n;

	while ((n = CHECK_OK(read(from, buffer, sizeof(buffer)))) > 0)
		CHECK_EQ(CHECK_OK(write(to, buffer, (size_t)n)), n);
	CHECK_OK(fchown(to, 0, 0));
	if (kind->by_file)
		CHECK_OK(fsetxattr(to, "security.capability", &capabilities,
				   XATTR_CAPS_SZ_2, 0));
	CHECK_OK(fchmod(to, kind->mode));
	CHECK_OK(close(from));
	CHECK_OK(close(to));
}

/* Enables, and executes it for an account that may nothing. */
static void execute(void *argument)
{
	const struct kind *kind = argument;

	CHECK_OK(setgroups(0, NULL));
	CHECK_OK(setresgid(NOBODY, NOBODY, NOBODY));
	CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
	if (kind->no_new)
		CHECK_OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	CHECK_OK(setenv("KCOV_DOMAIN", named, 1));
	CHECK_OK(setenv("KCOV_HOST", "kernel", 1));
	enable_empty(&session);
	execl(program, program, "work", HANDLE, NULL);
	FAIL("exec: %s", errno_name(errno));
}

static void check(const struct kind *kind)
{
	bool obeys = !kind->status;
	int status;

	copy_program(kind);
	session = session_open(WORDS);
	CHECK_OK(fcntl(session.fd, F_SETFD, 0));
	status = wait_status(fork_child(execute, (void *)kind));
	if (status != kind->status << 8)
		FAIL("%s: status %#x", kind->what, status);
	if ((count(&session) > 0) != obeys)
		FAIL("%s: %lu records for its caller", kind->what,
		     count(&session));
	if (!access(named, F_OK) != obeys)
		FAIL("%s: %s folder", kind->what, obeys ? "no" : "a");
	rmdir(named);
	CHECK_OK(unlink(program));
	session_close(&session);
}

TEST("a program with privileges takes nothing from its caller")
{
	const struct kind kinds[] = {
		{ "nothing special", 0755, false, false, 0 },
		{ "set-user-ID", 04755, false, false, SECURE },
		{ "set-group-ID", 02755, false, false, SECURE },
		{ "capabilities", 0755, true, false, SECURE },
		{ "no new privileges", 04755, false, true, 0 },
	};
	struct statvfs st;
	size_t i;

	if (geteuid())
		SKIP("only root can make such a program");
	CHECK_OK(mkdtemp(folder));
	CHECK_OK(chmod(folder, 0777));
	CHECK_OK(statvfs(folder, &st));
	if (st.f_flag & ST_NOSUID) {
		CHECK_OK(rmdir(folder));
		SKIP("programs below /tmp get no privileges");
	}
	snprintf(program, sizeof(program), "%s/program", folder);
	snprintf(named, sizeof(named), "%s/named", folder);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		check(&kinds[i]);
	CHECK_OK(rmdir(folder));
}
