// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E1, E2, R7: a remote owner's slot is taken (EBUSY for its other devices), its
 * remote device is enabled (EINVAL), and it is not traced itself.
 * kills: a remote session that leaves the thread free for a local one.
 */
#include "harness.h"
#include "target.h"

TEST("a remote owner cannot enable a local session and is not traced")
{
	struct kcov_remote_arg argument = {
		.trace_mode = KCOV_TRACE_PC,
		.area_size = page_words(),
		.common_handle = kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, 78),
	};
	struct session remote, local;
	struct trace trace;

	if (!host_has_remote())
		SKIP("this host has no remote sessions");
	remote = session_open(WORDS);
	local = session_open(WORDS);
	CHECK_OK(ioctl(remote.fd, KCOV_REMOTE_ENABLE, &argument));
	CHECK_ERR(ioctl(local.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	CHECK_ERR(ioctl(remote.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	target_a();
	CHECK_EQ(count(&remote), 0);
	CHECK_EQ(count(&local), 0);
	disable(&remote);
	trace = trace_alone(&remote, target_a);
	CHECK(trace.n > 0);
	session_close(&remote);
	session_close(&local);
}
