// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R3, S-A12, S-A13: compat.md area-size: ours refuses private areas of less
 * than 2 and more than 2^24 words with EINVAL, after the mode and before the
 * handles; stock takes any size.
 * kills: a bound that is off by one; a bound that comes after the handles.
 */
#include "remote.h"

#define MOST (1u << 24)

static struct session session;

static void check_size(uint32_t words, bool good)
{
	struct request request = { .area_size = words,
				   .num_handles = 1,
				   .handles = { USB(0x6400) } };

	if (good || host_is(STOCK)) {
		CHECK_OK(remote_enable(&session, &request));
		disable(&session);
		return;
	}
	CHECK_ERR(remote_enable(&session, &request), EINVAL);
	CHECK_ERR(ioctl(session.fd, KCOV_DISABLE, 0), EINVAL);
	check_free(&(struct request){
		.area_size = 2, .num_handles = 1, .handles = { USB(0x6400) } });
}

static void check_order(void)
{
	struct request request = { .area_size = 0,
				   .num_handles = 2,
				   .handles = { USB(1), USB(1) } };

	CHECK_ERR(remote_enable(&session, &request),
		  host_is(STOCK) ? EEXIST : EINVAL);
}

TEST_ANYWHERE("private areas are 2 to 2^24 words, of any size on stock")
{
	need_remote();
	session = session_open(page_words());
	check_size(0, false);
	check_size(1, false);
	check_size(2, true);
	check_size(3, true);
	check_size(5, true);
	check_size(MOST - 1, true);
	check_size(MOST, true);
	check_size(MOST + 1, false);
	check_size(1u << 31, false);
	check_size(~0u, false);
	check_order();
	session_close(&session);
}
