// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D15, S-E7: a client that does everything once, to a device of its own and
 * to one that it shares with us, is killed when it enters and when it leaves
 * each of its system calls. Each time its handles are free, the shared device
 * can be enabled at once and shows one call; in the end nothing is left of any.
 * kills: an owner, a handle or a reference that outlives its process.
 */
#include "leftovers.h"
#include "remote.h"
#include "stepping.h"
#include "target.h"

#define HANDLE COMMON(0x3c01)
#define BUS USB(0x3c02)

static struct session shared;

static void use(const struct session *session)
{
	struct request request = request_for_both(HANDLE, BUS);

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
	struct request request = request_for_both(HANDLE, BUS);

	CHECK(trace.n > 0 && trace.n < shared.words);
	trace_free(&trace);
	if (host_has_remote())
		check_free(&request);
}

TEST("a client that is killed at any system call leaves everything usable")
{
	struct leftovers before = leftovers_now();
	int calls;

	shared = session_open(LISTENER_WORDS);
	for (calls = 1; killed_after(be_client, calls); calls++) {
		check_service();
		/* The first twenty fill caches. */
		if (calls == 20)
			before = leftovers_now();
	}
	note("killed at %d stops", calls - 1);
	CHECK(calls > 20);
	check_service();
	check_no_leftovers(&before);
}
