// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-sections, E-stat: what remote sections lose, reason by reason and record by
 * record: too deep, without an area, beyond a section's area, without room at
 * the stop. kills: a loss that is not counted, counted twice, counted down, or
 * counted as another one; a section that begins with another's losses.
 */
#include "core/delivery.h"
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

enum { HANDLE = 7 };

static struct kcov_device *device;
static struct kcov_task owner, worker;

static void listen(size_t words, uint32_t section_words, uint32_t feedback)
{
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = feedback };
	union remote remote;

	device = sized_device(words);
	new_task(&owner);
	kcov_ioctl(device, &owner, KCOV_SETUP, (uintptr_t)&setup);
	ask(&remote, section_words, 0, HANDLE);
	if (remote_enable(device, &remote))
		exit(98);
	new_task(&worker);
}

static void stop_listening(void)
{
	fake_current = &owner;
	disable(device);
	kcov_device_put(device);
}

/* A section that executes so many blocks, no two of them the same. */
static void run(uintptr_t blocks)
{
	fake_current = &worker;
	kcov_section_start(&worker, HANDLE);
	for (fake_pc = 1; fake_pc <= blocks; fake_pc++)
		__sanitizer_cov_trace_pc();
	fake_pc = 0;
	kcov_section_stop(&worker);
}

static bool lost(uint64_t by_sections, uint64_t at_stops)
{
	const struct kcov_stat stat = stat_of(device);

	return stat.lost_section == by_sections &&
	       stat.lost_delivery == at_stops && !stat.lost_full;
}

static bool missed(uint64_t too_deep, uint64_t no_area)
{
	const struct kcov_stat stat = stat_of(device);

	return stat.too_deep == too_deep && stat.no_area == no_area &&
	       !stat.stale;
}

static void too_deep(void)
{
	int i;

	listen(64, 64, KCOV_FEEDBACK_TRACE);
	for (i = 0; i < KCOV_MAX_NESTING; i++)
		kcov_section_start(&worker, HANDLE);
	tap_ok(missed(0, 0), "sections that collect are none that is missed");
	kcov_section_start(&worker, HANDLE);
	kcov_section_start(&worker, HANDLE);
	tap_ok(missed(2, 0), "each section inside of too many is counted");
	kcov_section_start(&worker, HANDLE + 1);
	tap_ok(missed(2, 0), "but for one that nobody listens to");
	while (worker.task_frames.depth)
		kcov_section_stop(&worker);
	tap_ok(missed(2, 0) && lost(0, 0), "their stops lose nothing more");
	stop_listening();
}

static void no_area(void)
{
	listen(64, 64, KCOV_FEEDBACK_TRACE);
	fake_fail_nth = 1;
	run(1);
	tap_ok(missed(0, 1), "a section without memory is counted");
	fake_context = KCOV_CONTEXT_INTERRUPT;
	run(1);
	run(1);
	fake_context = KCOV_CONTEXT_TASK;
	tap_ok(missed(0, 3) && lost(0, 0),
	       "so is each of an interrupt without an area made for it");
	stop_listening();
}

/* The second one has the first one's area. */
static void beyond_a_sections_area(void)
{
	listen(64, 4, KCOV_FEEDBACK_TRACE);
	run(3);
	tap_ok(lost(0, 0), "a section whose area is just full loses nothing");
	run(5);
	tap_ok(lost(2, 0), "beyond its area each record is counted");
	run(4);
	tap_ok(lost(3, 0), "another section adds its own");
	run(2);
	tap_ok(lost(3, 0) && stat_of(device).records == 3 + 3 + 3 + 2,
	       "or nothing, if it has lost nothing");
	stop_listening();
}

static void no_room_at_the_stop(void)
{
	listen(8, 16, KCOV_FEEDBACK_TRACE);
	run(5);
	tap_ok(lost(0, 0), "a stop that has room loses nothing");
	run(5);
	tap_ok(lost(0, 3), "what has no room at the stop is counted");
	run(2);
	tap_ok(lost(0, 5) && stat_of(device).records == 7,
	       "and so is what another section has");
	stop_listening();
}

/* Nor is it one loss for each piece. */
static void delivered_in_pieces(void)
{
	const uintptr_t two_pieces = 2 * KCOV_DELIVERY_PIECE;

	listen(1 << 12, (uint32_t)two_pieces + 1, KCOV_FEEDBACK_UNIQUE);
	run(two_pieces + 3);
	tap_ok(lost(3, 0) && stat_of(device).records == two_pieces,
	       "what a section lost is counted once, in however many pieces "
	       "the rest is delivered");
	stop_listening();
}

int main(void)
{
	too_deep();
	no_area();
	beyond_a_sections_area();
	no_room_at_the_stop();
	delivered_in_pieces();
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
