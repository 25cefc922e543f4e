// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D15, L-T2: a thread executes another program, and before that one could
 * look for its device, somebody else saw that it was mapped no more and takes
 * it. Wherever he is with that (stopped at each of his system calls in turn),
 * in the end one of them has the device.
 * kills: an adoption that asks who owns the device before it has the lock.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "harness.h"
#include "stepping.h"
#include "target.h"

#define MOST_STOPS 500

static struct session session;
static struct gate executed, call, taken, leave;
static volatile long *result;

static void enable_and_execute(void *argument)
{
	(void)argument;
	enable(&session);
	exec_second_program("call", call.reader, executed.writer);
}

static void take(void *argument)
{
	(void)argument;
	*result = ioctl(session.fd, KCOV_ENABLE, KCOV_TRACE_PC);
	gate_open(&taken);
	gate_wait(&leave);
}

/* Its new program has not run yet. */
static pid_t stopped_at_exec(void)
{
	pid_t pid = fork_traced(enable_and_execute);
	int status;

	CHECK_OK(ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEEXEC));
	CHECK_OK(ptrace(PTRACE_CONT, pid, 0, 0));
	status = wait_status(pid);
	CHECK_EQ(status >> 8, SIGTRAP | PTRACE_EVENT_EXEC << 8);
	return pid;
}

/* So many system calls entered or left into it. */
static pid_t stopped_while_taking(int stops)
{
	pid_t pid = fork_traced(take);

	while (stops--) {
		CHECK_OK(ptrace(PTRACE_SYSCALL, pid, 0, 0));
		CHECK(WIFSTOPPED(wait_status(pid)));
	}
	return pid;
}

/* True if the taker had already got an answer where it stopped. */
static bool meet(int stops)
{
	pid_t old, taker;
	bool answered, still_owner;

	*result = 1;
	set_count(&session, 0);
	old = stopped_at_exec();
	taker = stopped_while_taking(stops);
	answered = *result != 1;
	CHECK_OK(ptrace(PTRACE_DETACH, old, 0, 0));
	/* As far as it gets; it may be waiting for the taker's lock. */
	usleep(5000);
	CHECK_OK(ptrace(PTRACE_DETACH, taker, 0, 0));
	gate_wait(&taken);
	gate_wait(&executed);
	set_count(&session, 0);
	gate_open(&call);
	gate_wait(&executed);
	still_owner = count(&session) > 0;
	if (still_owner == !*result)
		FAIL("after %d stops %s", stops,
		     still_owner ? "both have the device" : "nobody has it");
	gate_open(&leave);
	CHECK_EXIT(taker, 0);
	CHECK_EXIT(old, 0);
	return answered;
}

TEST("a device that somebody takes while its owner executes has one owner")
{
	int stops = 1;

	session = session_open(WORDS);
	executed = gate_make();
	call = gate_make();
	taken = gate_make();
	leave = gate_make();
	result = shared_memory(sizeof(*result));
	while (!meet(stops))
		CHECK(++stops < MOST_STOPS);
	note("met at %d stops", stops);
	CHECK(stops > 10);
	session_close(&session);
}
