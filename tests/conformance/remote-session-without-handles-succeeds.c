// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R6, L-R7: no handles at all is a session, in both modes: it occupies thread
 * and device and receives nothing.
 * kills: an error for an empty list.
 */
#include "remote.h"
#include "target.h"

TEST_ANYWHERE(
	"REMOTE_ENABLE with no handles makes a session that receives nothing")
{
	struct request request = { .area_size = page_words() };
	struct session session, other;
	uint32_t mode;

	need_remote();
	session = session_open(WORDS);
	other = session_open(WORDS);
	for (mode = KCOV_TRACE_PC; mode <= KCOV_TRACE_CMP; mode++) {
		request.trace_mode = mode;
		if (mode == KCOV_TRACE_CMP && !host_has_comparisons()) {
			CHECK_ERR(remote_enable(&session, &request),
				  KERNEL_ENOTSUPP);
			continue;
		}
		CHECK_OK(remote_enable(&session, &request));
		CHECK_ERR(remote_enable(&session, &request), EINVAL);
		CHECK_ERR(remote_enable(&other, &request), EBUSY);
		CHECK_ERR(ioctl(other.fd, KCOV_DISABLE, 0), EINVAL);
		target_a();
		CHECK_EQ(count(&session), 0);
		disable(&session);
		CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	}
	session_close(&session);
	session_close(&other);
}
