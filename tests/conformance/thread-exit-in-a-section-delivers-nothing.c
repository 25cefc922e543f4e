// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D18: compat.md exit-in-section: a thread that ends inside sections delivers
 * nothing, and its private areas come back: many more such threads than a
 * session may have sections, large areas, and the session still works.
 * kills: an exit that leaks the area, or delivers from a destructor.
 */
#include <pthread.h>

#include "leftovers.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1f01)
#define THREADS 500

static void *vanish(void *argument)
{
	unsigned long depth = (unsigned long)argument;

	while (depth--)
		section_start(HANDLE);
	target_a();
	pthread_exit(NULL);
}

TEST_ANYWHERE(
	"a thread that ends in a section delivers nothing and leaks nothing")
{
	struct request request = request_for(HANDLE);
	struct session session;
	struct trace alone;
	unsigned long i;
	long maps = 0;

	need_sections();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	set_count(&session, 0);
	request.area_size = 1 << 20;
	CHECK_OK(remote_enable(&session, &request));
	for (i = 0; i < THREADS; i++) {
		pthread_t thread;

		CHECK_EQ(pthread_create(&thread, NULL, vanish,
					(void *)(i % 6 + 1)),
			 0);
		CHECK_EQ(pthread_join(thread, NULL), 0);
		CHECK_EQ(count(&session), 0);
		if (i == THREADS / 10)
			maps = proc_lines("/proc/self/maps", "");
	}
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_TRACE(&session, &alone);
	disable(&session);
	remote_listen(&session, HANDLE);
	CHECK_LEAVES(&session, run_section_elsewhere(HANDLE, target_a), &alone);
	listener_close(&session);
}
