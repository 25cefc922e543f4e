// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-Q1: fork while the device is new, sized, collecting PCs or
 * comparisons, or remote: the child has nothing enabled, sees the state that
 * the device has, can take it where it is free, and its end leaves the parent's
 * session alone.
 * kills: a child's exit that disables what it only inherited; a child that
 * believes to be the owner.
 */
#include "comparisons.h"
#include "remote.h"
#include "target.h"

static struct session device, own;

static void check_untraced(void)
{
	unsigned long *area = session_map(own.fd, own.words);

	/* The slot is free: nothing of the parent's is enabled here. */
	enable(&own);
	area[0] = 0;
	target_a();
	CHECK(area[0] > 0);
	disable(&own);
	CHECK_OK(munmap(area, own.words * sizeof(unsigned long)));
}

static void child_of_new(void *argument)
{
	(void)argument;
	CHECK_ERR(ioctl(device.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	CHECK_ERR(ioctl(device.fd, KCOV_DISABLE, 0), EINVAL);
	/* What it does to the device it does for both. */
	CHECK_OK(ioctl(device.fd, KCOV_INIT_TRACE, WORDS));
	check_untraced();
}

static void child_of_sized(void *argument)
{
	(void)argument;
	CHECK_ERR(ioctl(device.fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_ERR(ioctl(device.fd, KCOV_DISABLE, 0), EINVAL);
	enable_empty(&device);
	target_a();
	CHECK(count(&device) > 0);
	/* Dies as its owner. */
}

static void child_of_enabled(void *argument)
{
	unsigned long before = count(&device);

	(void)argument;
	target_a();
	compare_a();
	if (host_is(USER))
		CHECK_EQ(count(&device), before);
	/* First what only an owner may. */
	CHECK_ERR(ioctl(device.fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_ERR(ioctl(device.fd, KCOV_INIT_TRACE, WORDS), EBUSY);
	CHECK_ERR(ioctl(device.fd, KCOV_ENABLE, KCOV_TRACE_PC), EINVAL);
	check_untraced();
}

static void grandparent(void *argument)
{
	child_of_enabled(argument);
	CHECK_EXIT(fork_child(child_of_enabled, NULL), 0);
}

static void check_enabled(void (*call)(void))
{
	CHECK_EXIT(fork_child(child_of_enabled, NULL), 0);
	CHECK_EXIT(fork_child(grandparent, NULL), 0);
	set_count(&device, 0);
	call();
	CHECK(count(&device) > 0);
	disable(&device);
	CHECK_EXIT(fork_child(child_of_sized, NULL), 0);
}

TEST("a forked child owns nothing, in every state of the device")
{
	own = session_open(page_words());
	device = (struct session){ .fd = device_open(), .words = WORDS };
	CHECK_EXIT(fork_child(child_of_new, NULL), 0);
	device.area = session_map(device.fd, WORDS);
	CHECK_EXIT(fork_child(child_of_sized, NULL), 0);
	enable(&device);
	check_enabled(target_a);
	if (host_has_comparisons()) {
		/* Of a 64-bit count, the first PC may be a half. */
		*comparison_count(&device) = 0;
		CHECK_OK(ioctl(device.fd, KCOV_ENABLE, KCOV_TRACE_CMP));
		check_enabled(compare_a);
	}
	if (host_has_remote()) {
		remote_listen(&device, USB(0x3101));
		/* Called on last is another one. */
		CHECK_ERR(ioctl(own.fd, KCOV_DISABLE, 0), EINVAL);
		CHECK_EXIT(fork_child(child_of_enabled, NULL), 0);
		CHECK_EXIT(fork_child(grandparent, NULL), 0);
		disable(&device);
	}
	enable(&device);
	check_enabled(target_a);
	session_close(&device);
	session_close(&own);
}
