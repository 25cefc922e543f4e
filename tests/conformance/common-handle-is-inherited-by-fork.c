// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * T1, R7, D2: the owner's common handle is what its children inherit, theirs
 * too, until it is disabled; DISABLE of a local session clears an inherited one
 * (compat.md local-disable).
 * kills: a child without it; a parent that loses it by forking.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2301)

static void check_inherited(void *argument)
{
	CHECK_EQ(common_handle(), HANDLE);
	if (argument)
		CHECK_EXIT(fork_child(check_inherited, NULL), 0);
}

static void check_none(void *argument)
{
	(void)argument;
	CHECK_EQ(common_handle(), 0);
}

static void clear_by_disable(void *argument)
{
	struct session local = session_open(page_words());

	(void)argument;
	enable(&local);
	CHECK_EQ(common_handle(), HANDLE);
	disable(&local);
	CHECK_EQ(common_handle(), 0);
	CHECK_EXIT(fork_child(check_none, NULL), 0);
}

TEST("forked children inherit the common handle")
{
	struct session session;
	struct request request;

	need_sections();
	CHECK_EQ(common_handle(), 0);
	session = listener_open(HANDLE);
	CHECK_EQ(common_handle(), HANDLE);
	CHECK_EXIT(fork_child(check_inherited, &session), 0);
	CHECK_EXIT(fork_child(clear_by_disable, NULL), 0);
	CHECK_EQ(common_handle(), HANDLE);
	disable(&session);
	check_none(NULL);
	CHECK_EXIT(fork_child(check_none, NULL), 0);
	/* A session without one, and one that begins with USB alone. */
	request = (struct request){ .area_size = page_words() };
	CHECK_OK(remote_enable(&session, &request));
	check_none(NULL);
	disable(&session);
	remote_listen(&session, USB(1));
	check_none(NULL);
	disable(&session);
	session_close(&session);
}
