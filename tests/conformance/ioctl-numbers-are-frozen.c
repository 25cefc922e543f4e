// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-G5, L-R8, L-N1, E-numbers: the numbers of the calls, and ENOTTY for every
 * other one: the 32-bit INIT_TRACE, the claimed 103, the right number with a
 * wrong size or direction; and where there is no extended kcov, its numbers.
 * kills: a switch on _IOC_NR() alone.
 */
#include "extended.h"
#include "target.h"

_Static_assert(KCOV_INIT_TRACE == (sizeof(long) == 8 ? 0x80086301 : 0x80046301),
	       "KCOV_INIT_TRACE");
_Static_assert(KCOV_ENABLE == 0x6364, "KCOV_ENABLE");
_Static_assert(KCOV_DISABLE == 0x6365, "KCOV_DISABLE");
_Static_assert(KCOV_REMOTE_ENABLE == 0x40186366, "KCOV_REMOTE_ENABLE");
_Static_assert(KCOV_RESET_TRACE == 0x6368, "KCOV_RESET_TRACE");
_Static_assert(KCOV_QUERY == 0x6380, "KCOV_QUERY");
_Static_assert(KCOV_SETUP == 0x6381, "KCOV_SETUP");
_Static_assert(KCOV_STAT == 0x6382, "KCOV_STAT");
_Static_assert(KCOV_TRACE_PC == 0 && KCOV_TRACE_CMP == 1, "modes");
_Static_assert(sizeof(struct kcov_remote_arg) == 24, "struct kcov_remote_arg");

static const unsigned long unknown[] = {
	0,	    0x6300,	0x6301,	    0x6302,	0x6363,
	0x6366,	    0x6367,	0x637f,	    0x6369,	0x6383,
	0x63ff,	    0x40086301, 0xc0086301, 0x80106301, 0x80086364,
	0x40086364, 0x40046364, 0x40086365, 0x40106366, 0x80186366,
	0xc0186366, 0x40206366, 0x6464,	    0x5401,	0xffffffff,
};

static const unsigned long extended[] = { 0x6368, 0x6380, 0x6381, 0x6382 };

static void refuse_all(int fd)
{
	size_t i;

	for (i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		note("ioctl 0x%lx", unknown[i]);
		CHECK_ERR(ioctl(fd, unknown[i], 0), ENOTTY);
		CHECK_ERR(ioctl(fd, unknown[i], 4096), ENOTTY);
	}
	for (i = 0; i < 4 && host_is(STOCK); i++)
		CHECK_ERR(ioctl(fd, extended[i], 0), ENOTTY);
	/* Only the number itself: not with a size, not with a direction. */
	for (i = 0; i < 4; i++) {
		CHECK_ERR(ioctl(fd, extended[i] | 0x80080000, 0), ENOTTY);
		CHECK_ERR(ioctl(fd, extended[i] | 0x40000000, 0), ENOTTY);
	}
	CHECK_ERR(ioctl(fd, sizeof(long) == 8 ? 0x80046301 : 0x80086301, 4096),
		  ENOTTY);
}

TEST_ANYWHERE("every ioctl number but the known ones is ENOTTY")
{
	struct session session = { .fd = device_open(), .words = WORDS };

	refuse_all(session.fd);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, WORDS));
	refuse_all(session.fd);
	session.area = session_map(session.fd, WORDS);
	enable(&session);
	refuse_all(session.fd);
	CHECK_RECORDS(&session, target_a);
	disable(&session);
	session_close(&session);
}
