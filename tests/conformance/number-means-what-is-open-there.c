// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O4, L-O5: dup2 and dup3 put a device on a chosen number, over another
 * device or another file, and other files over a device; calls go to what is
 * open there now, whatever the number meant before.
 * kills: (user space) a number remembered as a device.
 */
#include "harness.h"
#include "target.h"

#define NUMBER 232

static void on_fixed_numbers(void)
{
	struct session session[3];
	int i;

	/* As a fuzzer's executor does: a device per thread, at fixed numbers. */
	for (i = 0; i < 3; i++) {
		int fd = device_open();

		CHECK_EQ(CHECK_OK(dup2(fd, NUMBER + i)), NUMBER + i);
		CHECK_OK(close(fd));
		session[i] = (struct session){ .fd = NUMBER + i,
					       .words = page_words() };
		CHECK_OK(ioctl(NUMBER + i, KCOV_INIT_TRACE, page_words()));
		session[i].area = session_map(NUMBER + i, page_words());
	}
	for (i = 0; i < 3; i++) {
		struct trace trace = trace_alone(&session[i], target_a);

		CHECK(trace.n > 0);
		trace_free(&trace);
		session_close(&session[i]);
	}
}

static void one_over_another(void)
{
	struct session first = session_open(WORDS);
	struct session second = session_open(WORDS);
	int spare = CHECK_OK(dup(first.fd));

	enable(&first);
	CHECK_OK(dup2(second.fd, first.fd));
	/* The number is the second device, the thread collects for the first. */
	CHECK_ERR(ioctl(first.fd, KCOV_DISABLE, 0), EINVAL);
	CHECK_ERR(ioctl(first.fd, KCOV_ENABLE, KCOV_TRACE_PC), EBUSY);
	set_count(&first, 0);
	set_count(&second, 0);
	target_a();
	CHECK(count(&first) > 0);
	CHECK_EQ(count(&second), 0);
	CHECK_OK(ioctl(spare, KCOV_DISABLE, 0));
	CHECK_OK(ioctl(first.fd, KCOV_ENABLE, KCOV_TRACE_PC));
	target_a();
	CHECK(count(&second) > 0);
	CHECK_OK(ioctl(second.fd, KCOV_DISABLE, 0));
	CHECK_OK(close(spare));
	session_close(&first);
	session_close(&second);
}

static void a_file_over_a_device(void)
{
	struct session session = session_open(WORDS);
	int file = CHECK_OK(open("/dev/null", O_RDWR));
	int spare = CHECK_OK(dup(session.fd));

	enable(&session);
	CHECK_EQ(CHECK_OK(dup3(file, session.fd, O_CLOEXEC)), session.fd);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), ENOTTY);
	CHECK_OK(dup3(spare, file, O_CLOEXEC));
	CHECK_OK(ioctl(file, KCOV_DISABLE, 0));
	CHECK_OK(close(file));
	CHECK_OK(close(spare));
	session_close(&session);
}

TEST("a call goes to what is open under its number now")
{
	on_fixed_numbers();
	one_over_another();
	a_file_over_a_device();
}
