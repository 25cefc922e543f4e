// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T2, S-D15: a thread with both sessions executes a program: the local one
 * goes on in it. So does the remote one in a kernel; in user space that one
 * ends (compat.md exec), and its device and handle are free.
 * kills: an exec that is known of one session; an adoption of the wrong device.
 */
#include "remote.h"
#include "script.h"
#include "target.h"
#include "versions.h"

#define HANDLE COMMON(0x7221)

static struct session local, remote;
static struct request wanted;

static void exec_with_both(void *unused)
{
	(void)unused;
	CHECK_OK(remote_enable(&remote, &wanted));
	enable(&local);
	exec_and_call();
}

static void check_remote(void)
{
	struct session other = session_open(WORDS);

	if (host_is_kernel()) {
		CHECK_ERR(remote_enable(&other, &wanted), EEXIST);
		CHECK_ERR(ioctl(remote.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	} else {
		CHECK_OK(remote_enable(&other, &wanted));
		disable(&other);
		enable(&remote);
		disable(&remote);
	}
	session_close(&other);
}

TEST("an exec keeps the local one of two sessions")
{
	struct trace trace;
	pid_t pid;

	need_remote();
	if (!host_has_both())
		SKIP("before Linux 7.2 a task has one session");
	if (has_target_in_kernel())
		SKIP("the program to be executed knows no way to this target");
	local = session_open(WORDS);
	remote = session_open(WORDS);
	wanted = request_for(HANDLE);
	pid = fork_until_executed(exec_with_both, NULL);
	CHECK_ERR(ioctl(local.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	check_remote();
	trace = executed_trace(&local, pid);
	CHECK(trace.n > 0);
	/* Its exit has disabled what was left. */
	check_free(&wanted);
	enable(&local);
	CHECK_OK(remote_enable(&remote, &wanted));
	disable(&remote);
	disable(&local);
	session_close(&local);
	session_close(&remote);
}
