// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where the system refuses what a device needs, open() fails with an errno that
 * it may fail with, one line on stderr names the remedy, however often it is
 * tried, and the program goes on. With no descriptor left, devices that exist
 * still work.
 * kills: a crash, a silent failure, a line for every try.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

struct trouble {
	const char *remedy;
	void (*make)(void);
	int flags;
	int error;
};

static void refuse_memfd(int error)
{
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_memfd_create, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { .len = 4, .filter = program };

	CHECK_OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	CHECK_OK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0));
}

static void filter_says_eperm(void)
{
	refuse_memfd(EPERM);
}

static void filter_says_enosys(void)
{
	refuse_memfd(ENOSYS);
}

static void use_up_descriptors(void)
{
	while (open("/dev/null", O_RDONLY) >= 0)
		;
	CHECK_EQ(errno, EMFILE);
}

static void limit_descriptors(void)
{
	struct rlimit limit = { .rlim_cur = 32, .rlim_max = 32 };

	CHECK_OK(setrlimit(RLIMIT_NOFILE, &limit));
	use_up_descriptors();
}

static void limit_file_size(void)
{
	struct rlimit limit = { .rlim_cur = 1 << 20, .rlim_max = 1 << 20 };

	CHECK_OK(setrlimit(RLIMIT_FSIZE, &limit));
}

static void hide_proc(void)
{
	char folder[] = "/tmp/kcov-root-XXXXXX";

	CHECK(mkdtemp(folder));
	CHECK_OK(chdir(folder));
	CHECK_OK(rmdir(folder));
	CHECK_OK(chroot("."));
}

static const struct trouble troubles[] = {
	{ "seccomp", filter_says_eperm, O_RDWR, EPERM },
	{ "seccomp", filter_says_enosys, O_RDWR, EPERM },
	{ "RLIMIT_NOFILE", limit_descriptors, O_RDWR, EMFILE },
	{ "RLIMIT_FSIZE", limit_file_size, O_RDWR, EOVERFLOW },
	{ "mount -t proc", hide_proc, O_RDONLY, ENOENT },
};

static void try_twice(void *argument)
{
	const struct trouble *trouble = argument;

	trouble->make();
	CHECK_ERR(open(KCOV_PATH, trouble->flags), trouble->error);
	CHECK_ERR(open(KCOV_PATH, trouble->flags), trouble->error);
}

static void check_trouble(const struct trouble *trouble)
{
	const char *line = complaint_of(try_twice, (void *)trouble);

	if (!strstr(line, trouble->remedy))
		FAIL("%s: \"%s\"", trouble->remedy, line);
}

static void work_without_descriptors(void *argument)
{
	struct session *session = argument;

	limit_descriptors();
	CHECK_COLLECTS(session, target_a);
	CHECK_OK(munmap(session->area, session->words * sizeof(unsigned long)));
	session->area = session_map(session->fd, session->words);
	enable(session);
	disable(session);
}

static void own_and_die(void *argument)
{
	enable(argument);
	target_a();
	abort();
}

static void work_without_proc(void *argument)
{
	struct session session;

	(void)argument;
	hide_proc();
	session = session_open(WORDS);
	CHECK_COLLECTS(&session, target_a);
	/* Dead owners are known without it. */
	CHECK_KILLED(fork_child(own_and_die, &session), SIGABRT);
	CHECK_COLLECTS(&session, target_a);
	session_close(&session);
}

TEST("a bad environment is told in one line and crashes nobody")
{
	struct session session = session_open(WORDS);
	size_t i;

	if (geteuid())
		SKIP("changing the root of the file system needs root");
	for (i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
		check_trouble(&troubles[i]);
	CHECK_EXIT(fork_child(work_without_descriptors, &session), 0);
	CHECK_EXIT(fork_child(work_without_proc, NULL), 0);
	session_close(&session);
}
