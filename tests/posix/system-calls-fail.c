// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D9, S-I1, S-M5, S-M7 on a real system: each system call that the library
 * makes for a call of its client, and that may fail for want of memory,
 * descriptors or room, does, for every n, in a fresh process and in one that
 * used kcov before. The call then works without it or is refused, and made
 * again it works; the trace is the same, and no descriptor and no mapping is
 * left. kills: a descriptor or a mapping that an error path keeps; a device
 * that a failed call leaves busy; an errno that is somebody else's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

#include "leftovers.h"
#include "remote.h"
#include "stepping.h"
#include "target.h"

#define HANDLE USB(0x5101)
#define COMMON_HANDLE COMMON(0x5102)
/* The tracer knows them by the first argument of a call that means nothing. */
#define MARK_BEGIN 0x6b63
#define MARK_END 0x6b64
#define MOST 300

enum { NONE = -1 };

/* What a process found in the end, for comparison. */
struct found {
	int descriptors;
	unsigned long pages; /* of address space */
	long devices;	     /* mappings of devices */
	unsigned long records, delivered;
};

static struct found *found;
static int failing;
static struct session session;

/* The tracer says whether something has failed in between. */
static bool mark(int what)
{
	return syscall(SYS_getpriority, what, 0) == 1;
}

static long open_device(void)
{
	return session.fd = open(KCOV_PATH, O_RDWR);
}

static long set_size(void)
{
	session.words = LISTENER_WORDS;
	return ioctl(session.fd, KCOV_INIT_TRACE, session.words);
}

static long map(void)
{
	session.area = mmap(NULL, session.words * sizeof(long),
			    PROT_READ | PROT_WRITE, MAP_SHARED, session.fd, 0);
	return session.area == MAP_FAILED ? -1 : 0;
}

static long enable_pcs(void)
{
	return ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC);
}

static long disable_now(void)
{
	return ioctl(session.fd, KCOV_DISABLE, 0);
}

static long enable_remotely(void)
{
	struct request request = request_for(HANDLE);

	request.common_handle = COMMON_HANDLE;
	return remote_enable(&session, &request);
}

/* Says nothing if it could not collect. */
static long section(void)
{
	set_count(&session, 0);
	run_section(HANDLE, target_a);
	return 0;
}

static long unmap(void)
{
	return munmap(session.area, session.words * sizeof(long));
}

static long close_device(void)
{
	return close(session.fd);
}

static long (*const calls[])(void) = {
	open_device,	 set_size, map,		enable_pcs, disable_now,
	enable_remotely, section,  disable_now, unmap,	    close_device,
};
enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

static bool is_documented(int error)
{
	return error == ENOMEM || error == EMFILE || error == ENFILE;
}

static void make_failing(int which)
{
	long result;
	int error;
	bool fired;

	mark(MARK_BEGIN);
	result = calls[which]();
	error = errno;
	fired = mark(MARK_END);
	if (result >= 0)
		return;
	if (!fired || !is_documented(error))
		FAIL("call %d is refused: %s", which, errno_name(error));
	CHECK_OK(calls[which]());
}

static void live(int which)
{
	int i;

	for (i = 0; i < CALLS; i++) {
		if (i == which)
			make_failing(i);
		else
			CHECK_OK(calls[i]());
		if (calls[i] == enable_pcs) {
			set_count(&session, 0);
			target_a();
			found->records = count(&session);
		}
		if (calls[i] == section && i != which)
			found->delivered = count(&session);
	}
}

static void look(void)
{
	FILE *statm = fopen("/proc/self/statm", "r");

	CHECK(statm && fscanf(statm, "%lu", &found->pages) == 1);
	fclose(statm);
	found->descriptors = open_descriptors();
	found->devices = proc_lines("/proc/self/maps", "memfd:kcov");
}

static void fresh(void *argument)
{
	(void)argument;
	live(failing);
	live(NONE);
	look();
}

static void used(void *argument)
{
	(void)argument;
	live(NONE);
	live(failing);
	look();
}

/* What it may fail with; 0: it does not fail for want of anything. */
static int want(const struct __ptrace_syscall_info *info)
{
	switch (info->entry.nr) {
	case SYS_mmap:
	case SYS_mremap:
	case SYS_mprotect:
	case SYS_shmat:
		return ENOMEM;
	case SYS_ftruncate:
	case SYS_fallocate:
		return ENOSPC;
	case SYS_memfd_create:
	case SYS_open:
	case SYS_openat:
	case SYS_dup:
	case SYS_dup3:
		return EMFILE;
	case SYS_fcntl:
		return info->entry.args[1] == F_DUPFD ||
				       info->entry.args[1] == F_DUPFD_CLOEXEC ?
			       EMFILE :
			       0;
	case SYS_shmget:
		return ENOSPC;
	default:
		return 0;
	}
}

/* At the entry of a call: it is not made, and at its exit has failed. */
static void fail_call(pid_t pid, int error)
{
	struct user_regs_struct registers;

	CHECK_OK(ptrace(PTRACE_GETREGS, pid, 0, &registers));
	registers.orig_rax = ~0ull;
	CHECK_OK(ptrace(PTRACE_SETREGS, pid, 0, &registers));
	CHECK_OK(ptrace(PTRACE_SYSCALL, pid, 0, 0));
	CHECK(WIFSTOPPED(wait_status(pid)));
	CHECK_OK(ptrace(PTRACE_GETREGS, pid, 0, &registers));
	registers.rax = (unsigned long long)-error;
	CHECK_OK(ptrace(PTRACE_SETREGS, pid, 0, &registers));
}

/* Runs it with the n-th such call between the marks failing; true if one did. */
static bool run_failing(void (*body)(void *), int n)
{
	pid_t pid = fork_traced(body);
	bool inside = false, fired = false;
	unsigned long long failed = 0;
	int left = n, signal = 0;
	struct __ptrace_syscall_info info;
	int status;

	CHECK_OK(ptrace(PTRACE_SETOPTIONS, pid, 0,
			PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
	for (;;) {
		CHECK_OK(ptrace(PTRACE_SYSCALL, pid, 0, signal));
		status = wait_status(pid);
		if (!WIFSTOPPED(status))
			break;
		/* A fault that is kept from the process would come for ever. */
		signal = WSTOPSIG(status);
		if (signal != (SIGTRAP | 0x80))
			continue;
		signal = 0;
		CHECK_OK(ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info),
				&info));
		if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
			continue;
		if (info.entry.nr == SYS_getpriority &&
		    (info.entry.args[0] == MARK_BEGIN ||
		     info.entry.args[0] == MARK_END)) {
			inside = info.entry.args[0] == MARK_BEGIN;
			fail_call(pid, !inside && fired ? -1 : EINVAL);
		} else if (inside && want(&info) && left-- == 1) {
			fired = true;
			failed = info.entry.nr;
			fail_call(pid, want(&info));
		}
	}
	if (status)
		FAIL("call %d, failure %d, of system call %llu: status %#x",
		     failing, n, failed, status);
	return fired;
}

static unsigned long fail_everything(void (*body)(void *))
{
	struct found undisturbed;
	unsigned long failures = 0;
	int n;

	failing = NONE;
	CHECK(!run_failing(body, 0));
	undisturbed = *found;
	CHECK(undisturbed.records && undisturbed.delivered);
	for (failing = 0; failing < CALLS; failing++)
		for (n = 1; run_failing(body, n); n++, failures++) {
			CHECK(n < MOST);
			CHECK_EQ(found->records, undisturbed.records);
			CHECK_EQ(found->delivered, undisturbed.delivered);
			CHECK_EQ(found->descriptors, undisturbed.descriptors);
			CHECK_EQ(found->devices, undisturbed.devices);
			CHECK(found->pages <= undisturbed.pages);
		}
	return failures;
}

TEST("whichever system call fails, the call is refused or works, and nothing "
     "is left")
{
	unsigned long in_fresh, in_used;

	found = shared_memory(sizeof(*found));
	in_fresh = fail_everything(fresh);
	in_used = fail_everything(used);
	note("%lu system calls failed in fresh processes, %lu in used ones",
	     in_fresh, in_used);
	CHECK(in_fresh && in_used);
}
