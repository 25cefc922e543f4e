// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R4, S-E3, S-E8: a handle that is repeated in a call or owned by another
 * device is EEXIST, in the array and as common handle; the owner keeps it.
 * kills: a duplicate that replaces or frees the live entry.
 */
#include "remote.h"

#define MINE USB(0x6001)
#define MY_COMMON COMMON(0x6001)
#define OTHER USB(0x6002)

static void try_to_take(void *argument)
{
	struct session session = session_open(page_words());
	struct request request = { .area_size = page_words(),
				   .num_handles = 2,
				   .handles = { OTHER, MINE } };

	(void)argument;
	CHECK_ERR(remote_enable(&session, &request), EEXIST);
	request.handles[0] = MINE;
	request.handles[1] = OTHER;
	CHECK_ERR(remote_enable(&session, &request), EEXIST);
	request.num_handles = 0;
	request.common_handle = MY_COMMON;
	CHECK_ERR(remote_enable(&session, &request), EEXIST);
	request.num_handles = 1;
	request.handles[0] = OTHER;
	CHECK_ERR(remote_enable(&session, &request), EEXIST);
	/* The same instance elsewhere is another handle. */
	request.common_handle = COMMON(0x6002);
	CHECK_OK(remote_enable(&session, &request));
	disable(&session);
	session_close(&session);
}

TEST_ANYWHERE("a handle has one owner; whoever else asks gets EEXIST")
{
	struct request request = { .area_size = page_words(),
				   .num_handles = 2,
				   .handles = { MINE, MINE } };
	struct session session;

	need_remote();
	session = session_open(page_words());
	CHECK_ERR(remote_enable(&session, &request), EEXIST);
	request.num_handles = 1;
	request.common_handle = MY_COMMON;
	CHECK_OK(remote_enable(&session, &request));
	in_thread(try_to_take, NULL);
	/* And again: the attempts took nothing away. */
	in_thread(try_to_take, NULL);
	disable(&session);
	check_free(&request);
	session_close(&session);
}
