// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Which threads there are, and what each stop of one means. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "tool/collect/following.h"
#include "tool/collect/start.h"

static struct tracee *find(const struct following *following, pid_t tid)
{
	size_t i;

	for (i = 0; i < following->tracees.count; i++)
		if (following->tracees.at[i]->tid == tid)
			return following->tracees.at[i];
	return NULL;
}

static void drop(struct following *following, struct tracee *tracee)
{
	size_t i = 0;

	while (following->tracees.at[i] != tracee)
		i++;
	following->tracees.at[i] =
		following->tracees.at[--following->tracees.count];
	tracee_free(tracee);
}

static struct tracee *add(struct following *following, pid_t tid)
{
	struct tracee *tracee = must_alloc(NULL, 1, sizeof(*tracee));

	*tracee = (struct tracee){ .pid = tid, .tid = tid };
	array_push(&following->tracees, tracee);
	return tracee;
}

static void tell(const struct following *following, const struct tracee *tracee,
		 enum life what, int number)
{
	const struct calls_request *request = following->request;

	if (request->live && tracee->started)
		request->live(tracee->pid, tracee->tid, what, number,
			      request->data);
}

static void go_on(pid_t tid, int number)
{
	if (ptrace(PTRACE_SYSCALL, tid, 0, number) && errno != ESRCH)
		die(STATUS_WRAPPER_FAILED, "lost thread %d: %s", (int)tid,
		    strerror(errno));
}

static void ended(struct following *following, struct tracee *tracee,
		  int status)
{
	if (tracee->tid == following->first)
		following->status = status;
	tracee_ended(tracee, following->request);
	if (WIFSIGNALED(status))
		tell(following, tracee, LIFE_ENDED_BY_SIGNAL, WTERMSIG(status));
	else
		tell(following, tracee, LIFE_ENDED, WEXITSTATUS(status));
	drop(following, tracee);
}

/* A new thread or, in user space, a new program: from here on it records. */
static void begin(struct following *following, struct tracee *tracee)
{
	int number, status = tracee_begin(following, tracee, &number);

	if (status >= 0)
		ended(following, tracee, status);
	else
		go_on(tracee->tid, number);
}

/* The first stop of a thread that the kernel attached to us. */
static void begin_or_leave(struct following *following, pid_t tid)
{
	pid_t pid = process_of(tid);
	struct tracee *tracee;

	if (!following->request->children && pid != following->first) {
		ptrace(PTRACE_DETACH, tid, 0, 0);
		return;
	}
	tracee = add(following, tid);
	tracee->pid = pid;
	tracee->started = true;
	tracee_inherit(following, tracee);
	tell(following, tracee, LIFE_BEGAN, 0);
	begin(following, tracee);
}

/*
 * After an exec there is one thread, with the number of the process: it may be
 * another one that had made the call. The others end without a word.
 */
static struct tracee *executed(struct following *following,
			       struct tracee *tracee)
{
	unsigned long former;
	struct tracee *caller;

	if (ptrace(PTRACE_GETEVENTMSG, tracee->tid, 0, &former))
		return tracee;
	caller = find(following, (pid_t)former);
	if (caller && caller != tracee) {
		caller->tid = caller->call.tid = tracee->tid;
		drop(following, tracee);
		tracee = caller;
	}
	/* The library takes the command's own device over by itself. */
	if (following->request->host == HOST_USER)
		tracee_expect_program(tracee, following->request);
	tracee->started = true;
	tell(following, tracee, LIFE_EXECUTED, 0);
	return tracee;
}

static bool is_stop_signal(int number)
{
	return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN ||
	       number == SIGTTOU;
}

static void stopped(struct following *following, struct tracee *tracee,
		    int status)
{
	int number = WSTOPSIG(status), event = status >> 16;

	if (number == (SIGTRAP | 0x80)) {
		tracee_at_call(tracee, following->request);
		number = 0;
	} else if (event == PTRACE_EVENT_STOP && is_stop_signal(number)) {
		ptrace(PTRACE_LISTEN, tracee->tid, 0, 0);
		return;
	} else if (event) {
		if (event == PTRACE_EVENT_EXEC)
			tracee = executed(following, tracee);
		if (event == PTRACE_EVENT_EXIT)
			tracee_code(tracee, following->request);
		tracee_stopped(tracee, following->request);
		number = 0;
	} else if (tracee_is_at_program(tracee, number)) {
		trap_remove(tracee->tid, tracee->entry, tracee->entry_bytes);
		tracee->entry_bytes = 0;
		tracee->is_program = true;
		begin(following, tracee);
		return;
	} else if (number == SIGTRAP &&
		   tracee_at_trap(tracee, following->request)) {
		number = 0;
	} else {
		tell(following, tracee, LIFE_SIGNAL, number);
	}
	go_on(tracee->tid, number);
}

static void attach(struct following *following, pid_t pid)
{
	long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
		       PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;

	if (following->request->host == HOST_USER)
		options |= PTRACE_O_TRACEEXIT;
	if (following->request->children)
		options |= PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK;
	/* It waits in a read of the pipe, which a stop interrupts unseen. */
	if (ptrace(PTRACE_SEIZE, pid, 0, options) ||
	    ptrace(PTRACE_INTERRUPT, pid, 0, 0))
		die(STATUS_WRAPPER_FAILED,
		    "cannot trace the command: %s; allow ptrace",
		    strerror(errno));
}

static void kill_all(const struct following *following)
{
	size_t i;

	for (i = 0; i < following->tracees.count; i++)
		kill(following->tracees.at[i]->pid, SIGKILL);
}

static void wait_for_all(struct following *following)
{
	struct tracee *tracee;
	int status;
	pid_t tid;

	while (following->tracees.count) {
		if (start_was_given_up())
			kill_all(following);
		tid = waitpid(-1, &status, __WALL);
		if (tid < 0 && errno == EINTR)
			continue;
		if (tid < 0)
			die(STATUS_WRAPPER_FAILED, "lost the command: %s",
			    strerror(errno));
		tracee = find(following, tid);
		if (tracee && WIFSTOPPED(status))
			stopped(following, tracee, status);
		else if (tracee)
			ended(following, tracee, status);
		else if (WIFSTOPPED(status))
			begin_or_leave(following, tid);
	}
}

int calls_follow(const struct calls_request *request)
{
	struct following following = { .request = request };
	struct start start = { .command = request->command,
			       .instead = request->instead,
			       .device = request->device,
			       .mode = request->mode,
			       .host = request->host,
			       .has_no_area = request->host == HOST_KERNEL };
	struct tracee *tracee;
	size_t i;

	/* Its exec would be recorded tearing the mapping down, page by page. */
	if (request->host == HOST_KERNEL)
		madvise(request->device->area,
			request->device->words * sizeof(uint64_t),
			MADV_DONTFORK);
	start_command(&start);
	following.first = start.pid;
	tracee = add(&following, start.pid);
	tracee->device = request->device;
	tracee->started = !request->command;
	attach(&following, start.pid);
	start_release(&start);
	wait_for_all(&following);
	start_finish(&start);
	free(following.tracees.at);
	for (i = 0; i < following.exports.count; i++)
		exports_free(following.exports.at[i]);
	if (request->library && !following.exports.count)
		warn("no program calls a function of a library %s that was "
		     "loaded when it began",
		     request->library);
	free(following.exports.at);
	return following.status;
}
