// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R1, S-G2: the 32 bits behind num_handles are padding: old clients leave
 * garbage in them.
 * kills: padding that is checked, or read as part of a neighbour.
 */
#include "remote.h"

TEST_ANYWHERE("garbage in the padding of the remote argument changes nothing")
{
	struct request request = request_for(USB(0x6200));
	struct session session;
	unsigned int bit;

	need_remote();
	session = session_open(page_words());
	for (bit = 0; bit < 32; bit++) {
		request.padding = 1u << bit;
		CHECK_OK(remote_enable(&session, &request));
		disable(&session);
	}
	request.padding = ~0u;
	CHECK_OK(remote_enable(&session, &request));
	disable(&session);
	session_close(&session);
}
