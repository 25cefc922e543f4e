// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One input in a guest of its own, without afl-fuzz: what a saved finding says
 * to run, and how fast a target is. Called by the subcommand for --input.
 */
#include <stdio.h>
#include <time.h>

#include "tool/base/fail.h"
#include "tool/fuzz/corpus.h"
#include "tool/fuzz/fault.h"

static void print_end(struct guest *guest, bool hung)
{
	const char *console = guest->said.length ? guest->said.at : "";
	const struct fault_code *code = finding_code(guest);
	struct text trace = { 0 };
	struct fault fault;

	text_add(&trace, "");
	fault_find(console, hung, code, &fault);
	fault_symbolise(console, code, &trace);
	printf("%s%s\n", trace.at, fault.place);
	text_free(&trace);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct single {
	uint8_t input[CHANNEL_INPUT];
	size_t bytes;
	uint32_t times;
};

/* So many at a time by the agent, which is within the limit of one. */
enum { BATCH = 100 };

/* Seconds for all of them; 0: the guest ended. */
static double run_all(struct guest *guest, const struct single *single,
		      uint32_t batch, enum guest_outcome *outcome)
{
	double begun = now();
	uint32_t left = single->times;

	while (left && *outcome == GUEST_DONE) {
		guest->times = left < batch ? left : batch;
		left -= guest->times;
		*outcome = guest_run(guest, WANT_EDGES, single->input,
				     single->bytes, NULL);
	}
	return *outcome == GUEST_DONE ? now() - begun : 0;
}

/* In both ways; the last outcome. */
static enum guest_outcome repeat(struct guest *guest,
				 const struct single *single)
{
	enum guest_outcome outcome = GUEST_DONE;
	double alone = run_all(guest, single, BATCH, &outcome);
	double channel = run_all(guest, single, 1, &outcome);

	if (outcome == GUEST_DONE)
		printf("%.0f a second by the agent alone, %.0f a second "
		       "through the channel\n",
		       single->times / alone, single->times / channel);
	return outcome;
}

/* The exit status. Who kills a guest says nothing about the input. */
static int tell(struct guest *guest, enum guest_outcome outcome)
{
	switch (outcome) {
	case GUEST_DONE:
		printf("the guest goes on; %u edges\n", guest->channel->count);
		return STATUS_OK;
	case GUEST_KILLED:
		error("a guest was killed: is there memory left?");
		return STATUS_FAILED;
	default:
		print_end(guest, outcome == GUEST_HUNG);
		return STATUS_GATE;
	}
}

int corpus_reproduce(const struct guest_plan *plan, const char *path,
		     uint32_t times)
{
	static struct single single;
	enum guest_outcome outcome;
	struct guest guest;
	int status = STATUS_FAILED;

	single.times = times;
	if (!corpus_input(path, single.input, &single.bytes) ||
	    !guest_prepare(&guest, plan))
		return STATUS_FAILED;
	if (guest_ready(&guest, NULL)) {
		outcome = guest_run(&guest, WANT_EDGES, single.input,
				    single.bytes, NULL);
		if (outcome == GUEST_DONE && times > 1)
			outcome = repeat(&guest, &single);
		guest_bury(&guest);
		status = tell(&guest, outcome);
	}
	guest_free(&guest);
	return status;
}
