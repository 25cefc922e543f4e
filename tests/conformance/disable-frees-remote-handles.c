// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-D2, L-R7: DISABLE of a remote session frees all of its handles, 256 and the
 * common one, for another device at once. KCOV_TEST_CYCLES says how many times.
 * kills: a handle left behind by DISABLE.
 */
#include "remote.h"

#define DEFAULT_TIMES 10000

TEST_ANYWHERE("DISABLE frees every handle of the session")
{
	struct request request = { .area_size = page_words(),
				   .num_handles = KCOV_REMOTE_MAX_HANDLES,
				   .common_handle = COMMON(0x6500) };
	struct session sessions[2];
	int times = (int)number_from("KCOV_TEST_CYCLES", DEFAULT_TIMES), i;

	need_remote();
	for (i = 0; i < KCOV_REMOTE_MAX_HANDLES; i++)
		request.handles[i] = USB(i);
	sessions[0] = session_open(page_words());
	sessions[1] = session_open(page_words());
	for (i = 0; i < times; i++) {
		CHECK_OK(remote_enable(&sessions[i % 2], &request));
		disable(&sessions[i % 2]);
		/* Few at a time most of the time: 256 cost what they cost. */
		request.num_handles = i % 100 ? 3 : KCOV_REMOTE_MAX_HANDLES;
	}
	request.num_handles = KCOV_REMOTE_MAX_HANDLES;
	check_free(&request);
	session_close(&sessions[0]);
	session_close(&sessions[1]);
}
