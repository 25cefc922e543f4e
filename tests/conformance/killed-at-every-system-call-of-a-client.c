// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * D15, E7: a client that does everything once, to a device of its own and to
 * one that it shares with us, is killed when it enters and when it leaves each
 * of its system calls. Each time its handles are free, the shared device can be
 * enabled at once and shows one call; in the end nothing is left of any.
 * kills: an owner, a handle or a reference that outlives its process.
 */
#include "remote.h"
#include "stepping.h"
#include "target.h"

#define HANDLE COMMON(0x3c01)
#define BUS USB(0x3c02)
#define SLACK_KIB 4096

static struct session shared;

static struct request both(void)
{
	struct request request = request_for(HANDLE);

	request.num_handles = 1;
	request.handles[0] = BUS;
	return request;
}

static void use(const struct session *session)
{
	struct request request = both();

	if (host_has_remote()) {
		CHECK_OK(remote_enable(session, &request));
		target_b();
		disable(session);
	}
	enable(session);
	target_a();
	disable(session);
}

static void do_nothing(void *argument)
{
	(void)argument;
	target_b();
}

static void be_client(void *argument)
{
	struct session own = session_open(page_words());
	struct session again = own;

	(void)argument;
	again.fd = CHECK_OK(dup(own.fd));
	again.area = session_map(again.fd, own.words);
	use(&own);
	use(&shared);
	enable(&again);
	wait_status(fork_child(do_nothing, NULL));
	session_close(&own);
	disable(&again);
	in_thread(do_nothing, NULL);
	session_close(&again);
}

/* At once: the first call must do it. */
static void check_service(void)
{
	struct trace trace = trace_alone(&shared, target_a);
	struct request request = both();

	CHECK(trace.n > 0 && trace.n < shared.words);
	trace_free(&trace);
	if (host_has_remote())
		check_free(&request);
}

TEST("a client that is killed at any system call leaves everything usable")
{
	long maps = 0, areas = 0, vmalloc = 0, available = 0;
	int descriptors = 0, calls;

	shared = session_open(LISTENER_WORDS);
	for (calls = 1; killed_after(be_client, calls); calls++) {
		check_service();
		/* The first twenty fill caches. */
		if (calls == 20) {
			descriptors = open_descriptors();
			maps = proc_lines("/proc/self/maps", "");
			areas = kernel_areas();
			vmalloc = meminfo("VmallocUsed");
			available = meminfo("MemFree");
		}
	}
	note("killed at %d stops", calls - 1);
	CHECK(calls > 20);
	check_service();
	CHECK_EQ(open_descriptors(), descriptors);
	CHECK(proc_lines("/proc/self/maps", "") <= maps + 1);
	if (host_is(USER))
		return;
	CHECK(kernel_areas_fall_to(areas));
	CHECK(meminfo("VmallocUsed") <= vmalloc + SLACK_KIB);
	CHECK(meminfo("MemFree") >= available - SLACK_KIB);
}
