// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Which threads there are, and what each stop of one means. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "tool/collect/inject.h"
#include "tool/collect/library.h"
#include "tool/collect/start.h"
#include "tool/collect/tracee.h"

struct following {
	const struct calls_request *request;
	ARRAY_OF(struct tracee *) tracees;
	ARRAY_OF(struct exports *) exports; /* of all processes there were */
	pid_t first;
	int status; /* of the first */
};

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

/* What a line of the thread's status in /proc says, else itself. */
static pid_t number_in_status(pid_t tid, const char *format)
{
	char path[64], line[128];
	pid_t number = tid;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)tid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, format, &number) == 1)
			break;
	if (file)
		fclose(file);
	return number;
}

/*
 * A child by vfork() or posix_spawn() runs in the memory of its parent, with
 * the parent's block of the library: it gets a device when it has executed.
 */
static bool borrows_memory(const struct following *following,
			   const struct tracee *child)
{
	pid_t parent = number_in_status(child->tid, "PPid: %d");
	uint64_t flags;
	size_t i;

	for (i = 0; child->pid == child->tid && i < following->tracees.count;
	     i++) {
		const struct tracee *tracee = following->tracees.at[i];
		const struct call *call = &tracee->call;

		if (tracee->pid != parent || !tracee->inside)
			continue;
		flags = call->arguments[0];
		/* The parent runs perhaps; the child has, or shares, the same. */
		if (call->number == SYS_clone3 &&
		    memory_read(child->tid, call->arguments[0], &flags, 8) != 8)
			continue;
		if (call->number == SYS_vfork ||
		    ((call->number == SYS_clone ||
		      call->number == SYS_clone3) &&
		     flags & CLONE_VM && !(flags & CLONE_THREAD)))
			return true;
	}
	return false;
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

/* A device of its own; NULL, or why not. */
static const char *give_device(struct tracee *tracee,
			       const struct calls_request *request,
			       struct injection *injection, uint64_t ioctl)
{
	if (!device_open(&tracee->own, request->device->words))
		return "there is no device for it";
	tracee->device = &tracee->own;
	if (!inject_begin(injection, tracee->tid, ioctl))
		return "it stands nowhere where it could get a device";
	return inject_device(injection, tracee->pid, tracee->device,
			     request->mode, ioctl);
}

static void find_exports(struct following *following, struct tracee *tracee,
			 struct injection *injection)
{
	struct exports *exports = exports_find(injection, tracee->pid,
					       following->request->library);

	tracee->exports = exports;
	if (exports)
		array_push(&following->exports, exports);
}

/* A new thread or, in user space, a new program: from here on it records. */
static void begin(struct following *following, struct tracee *tracee)
{
	const struct calls_request *request = following->request;
	struct injection injection = { .ended = -1 };
	const char *failure;
	uint64_t ioctl = 0;

	if (request->host == HOST_USER) {
		if (!borrows_memory(following, tracee))
			ioctl = library_ioctl(tracee->pid);
		if (!ioctl) {
			go_on(tracee->tid, 0);
			return;
		}
	}
	if (tracee->device)
		failure = inject_begin(&injection, tracee->tid, ioctl) ?
				  NULL :
				  "it stands nowhere where it could be asked";
	else
		failure = give_device(tracee, request, &injection, ioctl);
	if (!failure && tracee->is_program && request->library)
		find_exports(following, tracee, &injection);
	if (injection.ended >= 0) {
		ended(following, tracee, injection.ended);
		return;
	}
	if (failure)
		warn("what thread %d executes is not recorded: %s",
		     (int)tracee->tid, failure);
	if (injection.code)
		inject_end(&injection);
	go_on(tracee->tid, injection.signal);
}

/* Traps come with the memory; a fork is within the same calls, too. */
static void inherit_exports(const struct following *following,
			    struct tracee *tracee)
{
	pid_t parent = number_in_status(tracee->tid, "PPid: %d");
	size_t i, call;

	for (i = 0; i < following->tracees.count; i++) {
		const struct tracee *other = following->tracees.at[i];

		if (other == tracee || !other->exports ||
		    other->pid !=
			    (tracee->pid == tracee->tid ? parent : tracee->pid))
			continue;
		tracee->exports = other->exports;
		if (tracee->pid == tracee->tid && other->inside)
			for (call = 0; call < other->calls.count; call++)
				array_push(&tracee->calls,
					   other->calls.at[call]);
	}
}

/* The first stop of a thread that the kernel attached to us. */
static void begin_or_leave(struct following *following, pid_t tid)
{
	pid_t pid = number_in_status(tid, "Tgid: %d");
	struct tracee *tracee;

	if (!following->request->children && pid != following->first) {
		ptrace(PTRACE_DETACH, tid, 0, 0);
		return;
	}
	tracee = add(following, tid);
	tracee->pid = pid;
	tracee->started = true;
	inherit_exports(following, tracee);
	tell(following, tracee, LIFE_BEGAN, 0);
	begin(following, tracee);
}

/* The libraries of a new program are there when the program begins. */
static void expect_program(struct tracee *tracee,
			   const struct calls_request *request)
{
	if (tracee->device == &tracee->own) {
		device_close(&tracee->own);
		tracee->device = NULL;
	}
	tracee->exports = NULL;
	tracee->calls.count = 0;
	if (tracee->device && !request->library)
		return;
	tracee->entry = program_entry(tracee->pid);
	if (tracee->entry)
		tracee->entry_bytes = trap_put(tracee->tid, tracee->entry);
}

static bool is_at_program(const struct tracee *tracee, int number)
{
	return number == SIGTRAP && tracee->entry_bytes &&
	       trap_is_at(tracee->tid, tracee->entry);
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
		expect_program(tracee, following->request);
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
	} else if (is_at_program(tracee, number)) {
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
