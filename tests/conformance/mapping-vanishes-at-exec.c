// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M4: exec drops the mapping like any other.
 * kills: (user space) a library that maps the area again at the old address.
 */
#include <stdio.h>

#include "harness.h"
#include "target.h"

#define PLACE 0x200000000ul

static void exec_and_look(void *argument)
{
	char place[32];
	char *const argv[] = { "second-program", "unmapped", place, NULL };

	enable(argument);
	snprintf(place, sizeof(place), "0x%lx", PLACE);
	execv(second_program(), argv);
}

TEST("after exec nothing is mapped where the area was")
{
	struct session session = { .fd = device_open(), .words = WORDS };
	size_t bytes = WORDS * sizeof(unsigned long);

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	session.area =
		CHECK_OK(mmap((void *)PLACE, bytes, PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_FIXED_NOREPLACE, session.fd, 0));
	CHECK_EQ(session.area, PLACE);
	CHECK_OK(msync(session.area, bytes, MS_ASYNC));
	CHECK_EXIT(fork_child(exec_and_look, &session), 0);
	session_close(&session);
}
