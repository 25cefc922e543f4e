// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T3, S-E7: a thread that ends by a bare exit system call, past every
 * destructor, leaves its handles free too.
 * kills: handles that only an orderly end of a thread gives back.
 */
#include "remote.h"

static void own(void *argument)
{
	struct session session = session_open(page_words());

	CHECK_OK(remote_enable(&session, argument));
}

TEST_ANYWHERE("a thread that vanishes by a raw exit leaves its handles free")
{
	struct request request = request_for(USB(0x6801));

	need_remote();
	in_vanishing_thread(own, &request);
	check_free(&request);
}
