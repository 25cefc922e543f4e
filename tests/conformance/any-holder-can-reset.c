// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-reset, E-query, E-stat: a thread and a process that hold the descriptor
 * reset, ask and count, whatever the area holds; nobody can reset a device that
 * is not enabled, nor with an argument.
 * kills: a call for the owner alone; a reset that another process only makes
 * in its own copy.
 */
#include "comparisons.h"
#include "extended.h"
#include "target.h"

static const struct session *device;

static void reset_by_holder(void *unused)
{
	(void)unused;
	CHECK_ERR(ioctl(device->fd, KCOV_RESET_TRACE, 1), EINVAL);
	CHECK_OK(ioctl(device->fd, KCOV_RESET_TRACE, 0));
	CHECK_EQ(query_of(device).state, KCOV_DEVICE_LOCAL);
}

static void reset_by_thread(void)
{
	in_thread(reset_by_holder, NULL);
}

static void reset_by_child(void)
{
	CHECK_EXIT(fork_child(reset_by_holder, NULL), 0);
}

static void reset_by_owner(void)
{
	reset_by_holder(NULL);
}

/* In kernels what the reset itself does afterwards is recorded. */
static void check_reset(void (*reset)(void))
{
	unsigned long generation = stat_of(device).generation;
	unsigned long before;

	target_a();
	before = count(device);
	CHECK(before > 0);
	reset();
	CHECK_EQ(stat_of(device).generation, generation + 1);
	if (!host_is_kernel())
		CHECK_EQ(count(device), 0);
	target_a();
	CHECK(count(device) > 0);
}

static void check_device(struct kcov_setup setup)
{
	struct session session = session_open(edges_words(16));

	device = &session;
	set_up(&session, setup);
	CHECK_ERR(ioctl(session.fd, KCOV_RESET_TRACE, 0), EINVAL);
	enable(&session);
	check_reset(reset_by_owner);
	check_reset(reset_by_thread);
	check_reset(reset_by_child);
	check_reset(reset_by_owner);
	disable(&session);
	CHECK_ERR(ioctl(session.fd, KCOV_RESET_TRACE, 0), EINVAL);
	CHECK_ERR(ioctl(session.fd, KCOV_RESET_TRACE, 1), EINVAL);
	session_close(&session);
}

static void check_comparisons(void)
{
	struct session session = session_open(WORDS);

	device = &session;
	CHECK_OK(ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
	compare_a();
	CHECK(stat_of(&session).records > 0);
	reset_by_thread();
	if (!host_is_kernel())
		CHECK_EQ(stat_of(&session).records, 0);
	disable(&session);
	session_close(&session);
}

TEST("whoever holds the descriptor can reset")
{
	need_extended();
	check_device((struct kcov_setup){ 0 });
	check_device((struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE });
	check_device((struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES });
	if (host_has_comparisons())
		check_comparisons();
}
