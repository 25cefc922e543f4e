// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * T3, E7: a thread that ends by a bare exit system call, past every destructor,
 * leaves its handles free too.
 * kills: handles that only an orderly end of a thread gives back.
 */
#include <pthread.h>
#include <sys/syscall.h>

#include "remote.h"

static void *own_and_vanish(void *argument)
{
	struct session session = session_open(page_words());

	CHECK_OK(remote_enable(&session, argument));
	syscall(SYS_exit, 0);
	return NULL;
}

TEST("a thread that vanishes by a raw exit leaves its handles free")
{
	struct request request = request_for(USB(0x6801));
	pthread_t owner;

	need_remote();
	CHECK_EQ(pthread_create(&owner, NULL, own_and_vanish, &request), 0);
	CHECK_EQ(pthread_join(owner, NULL), 0);
	check_free(&request);
}
