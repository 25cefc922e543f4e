// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1, L-R7, L-D2: the owner's common handle is what its children inherit,
 * theirs too, until it is disabled; DISABLE of a local session leaves it alone,
 * as since Linux 7.2 (compat.md local-disable). kills: a child without it; a
 * parent that loses it by forking, or with a local session.
 */
#include "remote.h"
#include "target.h"
#include "versions.h"

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

static void disable_locally(void *argument)
{
	struct session local = session_open(page_words());

	(void)argument;
	enable(&local);
	CHECK_EQ(common_handle(), HANDLE);
	disable(&local);
	CHECK_EQ(common_handle(), host_has_both() ? HANDLE : 0);
	CHECK_EXIT(fork_child(host_has_both() ? check_inherited : check_none,
			      NULL),
		   0);
}

/* The owner's own: it stays with the remote session, and goes with it. */
static void disable_beside(const struct session *session)
{
	struct session local = session_open(page_words());

	enable(&local);
	disable(&local);
	CHECK_EQ(common_handle(), HANDLE);
	enable(&local);
	disable(session);
	CHECK_EQ(common_handle(), 0);
	disable(&local);
	remote_listen(session, HANDLE);
	session_close(&local);
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
	CHECK_EXIT(fork_child(disable_locally, NULL), 0);
	CHECK_EQ(common_handle(), HANDLE);
	if (host_has_both())
		disable_beside(&session);
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
