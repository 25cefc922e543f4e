// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R5, S-M5: every refused call leaves device and thread as they
 * were, in every state.
 * kills: a mode stored before the last check; a reference taken and kept.
 */
#include "harness.h"
#include "target.h"

static void refuse_all(const struct session *session)
{
	size_t bytes = session->words * sizeof(unsigned long);

	CHECK_ERR(ioctl(session->fd, KCOV_INIT_TRACE, 0), EINVAL);
	CHECK_ERR(ioctl(session->fd, KCOV_INIT_TRACE, 1024), EBUSY);
	CHECK_ERR(ioctl(session->fd, KCOV_ENABLE, 2), EINVAL);
	CHECK_ERR(ioctl(session->fd, KCOV_DISABLE, 1), EINVAL);
	CHECK_ERR(ioctl(session->fd, KCOV_REMOTE_ENABLE, 8), EFAULT);
	CHECK_ERR(ioctl(session->fd, 0x6367, 0), ENOTTY);
	CHECK_ERR(mmap(NULL, bytes / 2, PROT_READ, MAP_SHARED, session->fd, 0),
		  EINVAL);
}

TEST_ANYWHERE("refused calls leave the session and its area alone")
{
	struct session session = session_open(WORDS);
	unsigned long i;

	refuse_all(&session);
	for (i = 0; i < WORDS; i++)
		CHECK_EQ(session.area[i], 0);
	enable(&session);
	refuse_all(&session);
	if (host_is(USER))
		CHECK_EQ(count(&session), 0);
	CHECK_RECORDS(&session, target_a);
	disable(&session);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	refuse_all(&session);
	CHECK_COLLECTS(&session, target_a);
	session_close(&session);
}
