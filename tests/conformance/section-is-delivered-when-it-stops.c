// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, L-X6: what another thread executes between start and stop of a section
 * goes to the device that listens to the handle: nothing before the stop, then
 * all of it, exactly; nothing from before the start or after the stop. Common
 * and USB handles alike.
 * kills: records written to the shared area at once; a start that keeps what
 * the area of an earlier section held.
 */
#include "remote.h"
#include "target.h"

#define COMMON_HANDLE COMMON(0x1001)
#define USB_HANDLE USB(0x1002)

static struct session session;
static struct trace alone;

static void work(void *argument)
{
	uint64_t handle = *(uint64_t *)argument;

	target_b();
	section_start(handle);
	target_a();
	CHECK_EQ(count(&session), 0);
	CHECK_EQ(session.area[1], 0);
	section_stop();
	CHECK_TRACE(&session, &alone);
	target_b();
	CHECK_TRACE(&session, &alone);
}

static void check_handle(uint64_t handle)
{
	int i;

	remote_listen(&session, handle);
	for (i = 0; i < 3; i++) {
		session.area[1] = 0;
		set_count(&session, 0);
		in_thread(work, &handle);
	}
	disable(&session);
}

TEST_ANYWHERE(
	"a section of another thread is delivered when it stops, all of it")
{
	need_sections();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	check_handle(COMMON_HANDLE);
	check_handle(USB_HANDLE);
	session_close(&session);
}
