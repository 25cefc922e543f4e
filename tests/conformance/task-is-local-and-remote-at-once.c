// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E1, L-E2, L-R7, S-D1: compat.md both-at-once: a task enables one device for
 * itself and another as remote owner, in either order, and disables them in
 * either; a second one of a kind gets EBUSY, and so did the other kind before
 * Linux 7.2. kills: a session that takes the place of the other kind; a DISABLE
 * that ends the other one, or both; a remote session that is traced.
 */
#include "remote.h"
#include "target.h"
#include "versions.h"

#define HANDLE COMMON(0x7201)

static struct session local, remote, other;
static struct request wanted, others;

static void check_local_collects(void)
{
	set_count(&local, 0);
	target_a();
	CHECK(count(&local) > 0);
	CHECK_EQ(count(&remote), 0);
}

static void check_both_are_taken(void)
{
	CHECK_ERR(ioctl(local.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_ERR(ioctl(remote.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_ERR(ioctl(other.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	CHECK_ERR(remote_enable(&other, &others), EBUSY);
	CHECK_ERR(remote_enable(&local, &others), EINVAL);
	CHECK_ERR(ioctl(other.fd, KCOV_DISABLE, 0), EINVAL);
}

static void end_local_first(void)
{
	disable(&local);
	CHECK_ERR(ioctl(local.fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_ERR(remote_enable(&other, &others), EBUSY);
	CHECK_ERR(ioctl(remote.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	/* The place of the local one is free. */
	enable(&other);
	target_a();
	disable(&other);
	CHECK_EQ(count(&remote), 0);
	disable(&remote);
}

static void end_remote_first(void)
{
	disable(&remote);
	CHECK_ERR(ioctl(remote.fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_ERR(ioctl(other.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	/* The place of the remote one is free, and the handle. */
	CHECK_OK(remote_enable(&other, &wanted));
	disable(&other);
	check_local_collects();
	disable(&local);
}

static void both(bool remote_begins, bool remote_ends)
{
	if (remote_begins)
		CHECK_OK(remote_enable(&remote, &wanted));
	enable(&local);
	if (!remote_begins)
		CHECK_OK(remote_enable(&remote, &wanted));
	check_both_are_taken();
	check_local_collects();
	if (remote_ends)
		end_local_first();
	else
		end_remote_first();
	check_free(&wanted);
}

static void one_at_a_time(void)
{
	enable(&local);
	CHECK_ERR(remote_enable(&remote, &wanted), EBUSY);
	disable(&local);
	CHECK_OK(remote_enable(&remote, &wanted));
	CHECK_ERR(ioctl(local.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	target_a();
	CHECK_EQ(count(&remote), 0);
	disable(&remote);
}

TEST_ANYWHERE("a task collects for itself and is a remote owner at once")
{
	int i;

	need_remote();
	local = session_open(WORDS);
	remote = session_open(WORDS);
	other = session_open(WORDS);
	wanted = request_for(HANDLE);
	others = request_for(USB(0x7202));
	if (!host_has_both())
		one_at_a_time();
	for (i = 0; host_has_both() && i < 4; i++)
		both(i & 1, i & 2);
	session_close(&local);
	session_close(&remote);
	session_close(&other);
}
