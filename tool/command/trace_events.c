// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What `kcovctl trace` does with what it is told of: calls, code, functions,
 * beginnings and ends of threads. Called by tool/collect while the threads
 * stand still. What is printed is kept in memory until a run is known to be the
 * one to show.
 */
#include "tool/collect/surroundings.h"
#include "tool/command/trace.h"
#include "tool/trace/decode.h"

bool trace_wants(long number, void *data)
{
	struct tracing *tracing = data;

	return selection_wants(&tracing->selection, number);
}

void trace_enter(struct call *call, void *data)
{
	struct tracing *tracing = data;

	decode_enter(call, tracing->printer.most);
}

static void note_loss(struct tracing *tracing, const struct call *call)
{
	uint64_t all = call->count + call->lost;

	if (!call->lost)
		return;
	tracing->lost_calls++;
	tracing->lost_records += call->lost;
	tracing->all_counted &= call->counted;
	if (all > tracing->most_records)
		tracing->most_records = all;
}

/* Others append while this reads. */
void trace_remote(struct tracing *tracing)
{
	const struct device *device = &tracing->remote.device;
	unsigned int mode = tracing->session.mode;
	struct call call = { 0 };
	uint64_t count, lost;

	if (!tracing->is_remote)
		return;
	count = device_records(device, mode);
	call.counted = device_lost(device, mode, &lost);
	/* A full area keeps its count, and loses more. */
	if (count == tracing->remote_shown && lost == tracing->remote_lost)
		return;
	call.records =
		device->area + 1 + tracing->remote_shown * noise_words(mode);
	call.count = count - tracing->remote_shown;
	call.lost = lost - tracing->remote_lost;
	print_remote(&tracing->printer, &call);
	note_loss(tracing, &call);
	tracing->remote_shown = count;
	tracing->remote_lost = lost;
}

void trace_leave(struct call *call, void *data)
{
	struct tracing *tracing = data;

	if (selection_shows(&tracing->selection, call)) {
		/* What is lost may be what -l and -g look for. */
		note_loss(tracing, call);
		tracing->noisy_calls += print_call(&tracing->printer, call) &&
					call->noisy;
	}
	trace_remote(tracing);
	printer_flush(&tracing->printer, 0);
}

/* Where the code of a process is, when it is not known or has changed. */
static void find_images(struct tracing *tracing, const struct call *call)
{
	unsigned int words = noise_words(tracing->session.mode);
	bool known = tracing->images_of == call->pid;
	size_t i;

	for (i = 0; known && i < call->count; i++)
		known = recording_image(&tracing->recording,
					call->records[(i + 1) * words - 1]);
	if (known)
		return;
	symbols_close(&tracing->printer.symbols);
	recording_free(&tracing->recording);
	note_process(&tracing->recording, call->pid);
	symbols_open(&tracing->printer.symbols, &tracing->recording,
		     &tracing->search);
	tracing->images_of = call->pid;
}

void trace_code(struct call *call, void *data)
{
	struct tracing *tracing = data;

	find_images(tracing, call);
	tracing->records += call->count;
	print_code(&tracing->printer, call);
	note_loss(tracing, call);
	printer_flush(&tracing->printer, 0);
}

void trace_function(struct call *call, const char *name, uint64_t result,
		    void *data)
{
	struct tracing *tracing = data;

	find_images(tracing, call);
	tracing->records += call->count;
	print_function(&tracing->printer, call, name, result);
	note_loss(tracing, call);
	printer_flush(&tracing->printer, 0);
}

void trace_live(pid_t pid, pid_t tid, enum life what, int number, void *data)
{
	struct tracing *tracing = data;

	if (what == LIFE_EXECUTED && pid == tracing->images_of)
		tracing->images_of = 0;
	print_life(&tracing->printer, pid, tid, what, number);
	printer_flush(&tracing->printer, 0);
}
