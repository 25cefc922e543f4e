// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X1, L-X3, L-R7: compat.md both-at-once, nesting: a task that collects for
 * itself runs a section for its own remote session; what others deliver there
 * leaves its local trace alone; either session may end inside the section, and
 * a remote one may begin inside somebody else's.
 * kills: a section that records into both; a DISABLE inside it that ends the
 * wrong one; a delivery into the local area.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x7231)
#define OTHER USB(0x7232)

static struct session local, remote;
static struct trace a, b, aa;

static void own_both(void)
{
	enable(&local);
	remote_listen(&remote, HANDLE);
	set_count(&remote, 0);
	set_count(&local, 0);
}

static void around_ones_own(void *unused)
{
	(void)unused;
	own_both();
	target_a();
	run_section(HANDLE, target_b);
	target_a();
	disable(&local);
	CHECK_TRACE(&local, &aa);
	CHECK_TRACE(&remote, &b);
	disable(&remote);
}

/* What the new thread does is not this one's, but creating it would be. */
static void deliveries_from_elsewhere(void *unused)
{
	(void)unused;
	own_both();
	run_section_elsewhere(HANDLE, target_b);
	set_count(&local, 0);
	target_a();
	disable(&local);
	CHECK_TRACE(&local, &a);
	CHECK_TRACE(&remote, &b);
	disable(&remote);
}

static void local_ends_inside(void *unused)
{
	(void)unused;
	own_both();
	target_a();
	section_start(HANDLE);
	target_b();
	disable(&local);
	section_stop();
	target_a();
	CHECK_TRACE(&local, &a);
	CHECK_TRACE(&remote, &b);
	disable(&remote);
}

static void remote_ends_inside(void *unused)
{
	(void)unused;
	own_both();
	target_a();
	section_start(HANDLE);
	target_b();
	disable(&remote);
	section_stop();
	target_a();
	disable(&local);
	CHECK_TRACE(&local, &aa);
	CHECK_EQ(count(&remote), 0);
}

static void remote_begins_inside(void *unused)
{
	struct session session = session_open(LISTENER_WORDS);

	(void)unused;
	section_start(HANDLE);
	target_b();
	remote_listen(&session, OTHER);
	section_stop();
	target_a();
	CHECK_TRACE(&remote, &b);
	CHECK_EQ(count(&session), 0);
	listener_close(&session);
}

TEST_ANYWHERE("a section for one's own session nests in the local trace")
{
	need_sections();
	local = session_open(LISTENER_WORDS);
	remote = session_open(LISTENER_WORDS);
	a = trace_alone(&local, target_a);
	b = trace_alone(&local, target_b);
	aa = trace_joined(&a, &a);
	in_thread(around_ones_own, NULL);
	in_thread(deliveries_from_elsewhere, NULL);
	in_thread(local_ends_inside, NULL);
	in_thread(remote_ends_inside, NULL);
	remote_listen(&remote, HANDLE);
	set_count(&remote, 0);
	in_thread(remote_begins_inside, NULL);
	disable(&remote);
	session_close(&local);
	session_close(&remote);
}
