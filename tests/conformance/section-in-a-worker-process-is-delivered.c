// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X6, U-registry: what a worker process does for a handle is in the
 * client's device when the section stops: a worker forked before the client
 * enabled, or after; one that asked for the handle before anybody had it; in a
 * signal handler, where it is the worker's first section at all; comparisons
 * too; and whatever the client did with its descriptors meanwhile.
 * kills: a registry of one process, a descriptor number that is believed.
 */
#include <signal.h>
#include <sys/syscall.h>

#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x3101)
#define BUS USB(0x3102)

struct worker {
	struct gate go;
	struct gate done;
	pid_t pid;
};

static struct session session;
static struct trace a, b;

static void serve(void *argument)
{
	const struct worker *worker = argument;

	for (;;) {
		gate_wait(&worker->go);
		run_section(HANDLE, target_a);
		run_section(BUS, target_b);
		gate_open(&worker->done);
	}
}

static struct worker start_worker(void)
{
	struct worker worker = { .go = gate_make(), .done = gate_make() };

	worker.pid = fork_child(serve, &worker);
	return worker;
}

static void let_work(const struct worker *worker)
{
	set_count(&session, 0);
	gate_open(&worker->go);
	gate_wait(&worker->done);
}

static void listen_to_both(void)
{
	struct request request = request_for_both(HANDLE, BUS);

	CHECK_OK(remote_enable(&session, &request));
}

static void handler(int signal)
{
	(void)signal;
	run_section(HANDLE, target_a);
}

static void raise_signal(void *argument)
{
	(void)argument;
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	raise(SIGUSR1);
}

/* The session goes on when the client closes what it opened it with. */
static void check_closed_descriptors(const struct trace *both)
{
	struct worker late = start_worker();
	int other = CHECK_OK(dup(session.fd));

	CHECK_OK(close(session.fd));
	session.fd = -1;
	let_work(&late);
	CHECK_TRACE(&session, both);
	/* Every descriptor of the library too; one of another number is left. */
	late = start_worker();
	session.fd = CHECK_OK(fcntl(other, F_DUPFD, 300));
	CHECK_OK(close(other));
	CHECK_OK(syscall(SYS_close_range, 301L, ~0L, 0L));
	let_work(&late);
	CHECK_TRACE(&session, both);
}

TEST("a section in a worker process is delivered to the client's device")
{
	struct worker before, after;
	struct trace both;
	int i;

	need_sections();
	session = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	both = trace_joined(&a, &b);
	before = start_worker();
	/* Nobody has the handle yet. */
	let_work(&before);
	CHECK_EQ(count(&session), 0);
	listen_to_both();
	after = start_worker();
	for (i = 0; i < 100; i++) {
		let_work(&before);
		CHECK_TRACE(&session, &both);
		let_work(&after);
		CHECK_TRACE(&session, &both);
	}
	set_count(&session, 0);
	CHECK_EXIT(fork_child(raise_signal, NULL), 0);
	CHECK_TRACE(&session, &a);
	check_closed_descriptors(&both);
	disable(&session);
	let_work(&before);
	CHECK_EQ(count(&session), 0);
	session_close(&session);
}
