// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-environment: a process whose sandbox refuses shared memory, and a worker
 * that has no descriptor left, go on; each says in one line what is missing and
 * what helps.
 * kills: a silent loss, a line for every section.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x3f01)

/* i386 has had one call for all of them. */
#ifdef SYS_ipc
#define SYSTEM_V_CALL SYS_ipc
#else
#define SYSTEM_V_CALL SYS_shmget
#endif

static void refuse_shared_memory(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_shmget, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYSTEM_V_CALL, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 5, .filter = filter };

	CHECK_OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	CHECK_OK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

static void be_sandboxed(void *argument)
{
	struct session session;
	int i;

	(void)argument;
	refuse_shared_memory();
	session = listener_open(HANDLE);
	for (i = 0; i < 3; i++)
		run_section(HANDLE, target_a);
	CHECK(count(&session) > 0);
	listener_close(&session);
}

static void work_without_descriptors(void *argument)
{
	const struct rlimit none = { 0 };
	int i;

	(void)argument;
	/* It is in the domain before. */
	run_section(COMMON(0x3f02), target_a);
	CHECK_OK(setrlimit(RLIMIT_NOFILE, &none));
	for (i = 0; i < 3; i++)
		run_section(HANDLE, target_a);
}

static void check_line(void (*body)(void *), const char *what,
		       const char *remedy)
{
	const char *line = complaint_of(body, NULL);

	note("%.*s", (int)strcspn(line, "\n"), line);
	CHECK(strstr(line, what));
	CHECK(strstr(line, remedy));
}

TEST("what a domain lacks is said in one line")
{
	struct session session;

	need_domains();
	check_line(be_sandboxed, "shmget", "ipcs");
	session = listener_open(HANDLE);
	check_line(work_without_descriptors, "a client's device",
		   "RLIMIT_NOFILE");
	CHECK_EQ(count(&session), 0);
	run_section_in_child(HANDLE, target_a);
	CHECK(count(&session) > 0);
	listener_close(&session);
}
