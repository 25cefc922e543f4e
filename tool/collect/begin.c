// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where a thread that is followed begins to collect: a new thread gets a device
 * and enables it, by calls that are put into it, and traps are put where
 * exported functions are called. Called when a thread has just stopped for the
 * first time or has executed a program. The thread stands still under ptrace;
 * its memory and its lines in /proc are untrusted, and it may be killed at any
 * moment.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "tool/collect/following.h"
#include "tool/collect/inject.h"
#include "tool/collect/library.h"

static const char nowhere[] = "it makes no system call where one is known";

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

pid_t process_of(pid_t tid)
{
	return number_in_status(tid, "Tgid: %d");
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

/* A device of its own; NULL, or why not. */
static const char *give_device(struct tracee *tracee,
			       const struct calls_request *request,
			       struct injection *injection, uint64_t ioctl)
{
	if (!device_open(&tracee->own, request->device->words))
		return "there is no device for it";
	tracee->device = &tracee->own;
	if (!inject_begin(injection, tracee->tid, ioctl))
		return nowhere;
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

int tracee_begin(struct following *following, struct tracee *tracee,
		 int *number)
{
	const struct calls_request *request = following->request;
	struct injection injection = { .ended = -1 };
	const char *failure = NULL;
	uint64_t ioctl = 0;

	*number = 0;
	if (request->host == HOST_USER) {
		if (!borrows_memory(following, tracee))
			ioctl = library_ioctl(tracee->pid);
		if (!ioctl)
			return -1;
	}
	if (!tracee->device)
		failure = give_device(tracee, request, &injection, ioctl);
	else if (!inject_begin(&injection, tracee->tid, ioctl))
		failure = nowhere;
	if (!failure && tracee->is_program && request->library)
		find_exports(following, tracee, &injection);
	if (injection.ended >= 0)
		return injection.ended;
	if (failure)
		warn("what thread %d executes is not recorded: %s",
		     (int)tracee->tid, failure);
	if (injection.code)
		inject_end(&injection);
	*number = injection.signal;
	return -1;
}

/* Traps come with the memory; a fork is within the same calls, too. */
void tracee_inherit(const struct following *following, struct tracee *tracee)
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

/* The libraries of a new program are there when the program begins. */
void tracee_expect_program(struct tracee *tracee,
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

bool tracee_is_at_program(const struct tracee *tracee, int number)
{
	return number == SIGTRAP && tracee->entry_bytes &&
	       trap_is_at(tracee->tid, tracee->entry);
}
