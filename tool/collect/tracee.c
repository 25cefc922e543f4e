// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What is done at each stop of a thread that is followed: at the two ends of a
 * system call, at traps of exported functions, at its end. Called by the loop
 * that waits for stops, never while the thread runs, so its area can be read
 * and reset here. The area is shared with the traced program and may hold
 * anything.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "tool/collect/registers.h"
#include "tool/collect/tracee.h"

/* How many records were lost since this was asked last; call->counted too. */
static uint64_t newly_lost(struct tracee *tracee, unsigned int mode)
{
	uint64_t before = tracee->lost_before, lost;

	if (!device_is_full(tracee->device, mode))
		return 0;
	tracee->call.counted = device_lost(tracee->device, mode, &lost);
	if (!tracee->call.counted)
		return lost;
	tracee->lost_before = lost;
	/* An exec may have begun anew. */
	return lost < before ? lost : lost - before;
}

/*
 * What the program itself executes: kept from call to call until somebody
 * wants to know, so that a small area lasts. It does not run now, so it cannot
 * be in the middle of a record.
 */
static void keep_code(struct tracee *tracee,
		      const struct calls_request *request)
{
	unsigned int words = noise_words(request->mode);
	size_t i, count;

	if (!tracee->device)
		return;
	count = device_records(tracee->device, request->mode) * words;
	tracee->lost += newly_lost(tracee, request->mode);
	array_reserve(&tracee->records, count);
	for (i = 0; i < count; i++)
		array_push(&tracee->records, tracee->device->area[1 + i]);
	__atomic_store_n(&tracee->device->area[0], 0, __ATOMIC_RELAXED);
}

/* The call as a carrier of what has been kept. False: nothing has. */
static bool take_code(struct tracee *tracee,
		      const struct calls_request *request)
{
	struct call *call = &tracee->call;

	keep_code(tracee, request);
	call->pid = tracee->pid;
	call->tid = tracee->tid;
	call->records = tracee->records.at;
	call->count = tracee->records.count / noise_words(request->mode);
	call->lost = tracee->lost;
	call->noisy = false;
	tracee->records.count = 0;
	tracee->lost = 0;
	return call->count && tracee->started;
}

void tracee_code(struct tracee *tracee, const struct calls_request *request)
{
	if (take_code(tracee, request))
		request->code(&tracee->call, request->data);
}

bool tracee_at_trap(struct tracee *tracee, const struct calls_request *request)
{
	const char *name = NULL;
	uint64_t result;

	if (!tracee->exports)
		return false;
	switch (exports_pass(tracee->exports, tracee->tid, &tracee->calls,
			     &name, &result)) {
	case PASSING_FOREIGN:
		return false;
	case PASSING_WITHIN:
		break;
	case PASSING_IN:
		tracee_code(tracee, request);
		break;
	case PASSING_OUT:
		take_code(tracee, request);
		request->function(&tracee->call, name, result, request->data);
		break;
	}
	return true;
}

static void enter(struct tracee *tracee, const struct calls_request *request)
{
	struct call *call = &tracee->call;

	/* The exec that the command begins with is its own already. */
	tracee->wanted = (tracee->started || call->number == SYS_execve) &&
			 (!request->wants ||
			  request->wants(call->number, request->data));
	if (request->host == HOST_USER) {
		keep_code(tracee, request);
		if (tracee->wanted || call->number == SYS_execve ||
		    call->number == SYS_execveat)
			tracee_code(tracee, request);
	}
	tracee->stops.count = 0;
	/* What ran before the call, and was lost there, is not the call's. */
	call->count = call->lost = 0;
	call->noisy = false;
	call->text.length = 0;
	call->pid = tracee->pid;
	call->tid = tracee->tid;
	if (tracee->wanted && request->enter)
		request->enter(call, request->data);
	if (tracee->device && request->host == HOST_KERNEL) {
		newly_lost(tracee, request->mode);
		__atomic_store_n(&tracee->device->area[0], 0, __ATOMIC_RELAXED);
	}
}

static void take_records(struct tracee *tracee,
			 const struct calls_request *request)
{
	unsigned int words = noise_words(request->mode);
	struct call *call = &tracee->call;
	size_t count;

	tracee->records.count = 0;
	call->lost = 0;
	call->noisy = false;
	if (tracee->device) {
		count = device_records(tracee->device, request->mode) * words;
		call->lost = newly_lost(tracee, request->mode);
		array_reserve(&tracee->records, count);
		memcpy(tracee->records.at, tracee->device->area + 1,
		       count * sizeof(*tracee->records.at));
		tracee->records.count = count;
		if (request->noise)
			call->noisy = !noise_strip(request->noise,
						   &tracee->records,
						   &tracee->stops, call);
	}
	call->records = tracee->records.at;
	call->count = tracee->records.count / words;
}

static void leave(struct tracee *tracee, const struct calls_request *request)
{
	if (!tracee->wanted || !tracee->started)
		return;
	if (request->host == HOST_KERNEL)
		take_records(tracee, request);
	if (request->leave)
		request->leave(&tracee->call, request->data);
}

void tracee_at_call(struct tracee *tracee, const struct calls_request *request)
{
	struct call *call = &tracee->call;
	struct registers registers;
	uint64_t arguments[6];
	long number, result;

	if (!registers_get(tracee->tid, &registers))
		return;
	registers_call(&registers, &number, arguments, &result);
	tracee->inside = !tracee->inside;
	call->returned = !tracee->inside;
	call->result = result;
	if (call->returned) {
		leave(tracee, request);
		return;
	}
	call->number = number;
	memcpy(call->arguments, arguments, sizeof(arguments));
	enter(tracee, request);
}

void tracee_stopped(struct tracee *tracee, const struct calls_request *request)
{
	if (tracee->inside && tracee->device)
		array_push(&tracee->stops,
			   device_records(tracee->device, request->mode));
}

void tracee_ended(struct tracee *tracee, const struct calls_request *request)
{
	if (tracee->inside)
		leave(tracee, request);
	tracee->inside = false;
}

void tracee_free(struct tracee *tracee)
{
	if (tracee->device == &tracee->own)
		device_close(&tracee->own);
	text_free(&tracee->call.text);
	free(tracee->records.at);
	free(tracee->stops.at);
	free(tracee->calls.at);
	free(tracee);
}
