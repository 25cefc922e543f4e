// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * To be killed is to do nothing from some instruction on: what all processes
 * see is put back to how it was then. What the one had for itself goes with its
 * session, so that all is given back.
 */
#include "tests/interrupts/kills.h"

#include <uapi/linux/kcov_extended.h>

#include "tests/interrupts/scene.h"
#include "tests/interrupts/step.h"
#include "tests/port_fake/callbacks.h"

enum { MAP_BITS = 12, MAP = 1 << MAP_BITS, PCS = 5, SMALL = 64 };

/* Of who is killed, and of others. */
#define HERE USB(0)
#define THERE USB(77)

/* Of a section before a reset, of who is killed, and of who comes then. */
static const uintptr_t before[PCS] = { 900, 901, 902, 903, 904 };
static const uintptr_t killed[PCS] = { 300, 310, 300, 310, 320 };
static const uintptr_t after[PCS] = { 901, 500, 310, 320, 300 };

static struct kcov_device *shared;
static struct kcov_task worker;
static unsigned long locked, kill_at;

static void run_section(uint64_t handle, const uintptr_t pcs[PCS])
{
	int i;

	new_task(&worker);
	kcov_section_start(&worker, handle);
	for (i = 0; i < PCS; i++) {
		fake_pc = pcs[i];
		__sanitizer_cov_trace_pc();
	}
}

static void stop(void)
{
	kcov_section_stop(&worker);
}

static struct kcov_delivered delivered;
static uintptr_t copy[5 * MAP / sizeof(uintptr_t) + 1];
/* Larger than the blocks that guarded.c has; the device's own waits. */
static uintptr_t area[sizeof(copy) / sizeof(*copy)];
static uintptr_t *small;

static bool is_killed(unsigned long n)
{
	(void)n;
	if (!shared->lock.holder || locked++ != kill_at)
		return true;
	delivered = shared->delivered;
	memcpy(copy, shared->area.memory, sizeof(copy));
	return false;
}

static void fold(uint8_t map[MAP], const uintptr_t pcs[PCS])
{
	uintptr_t from = 0;
	int i;

	for (i = 0; i < PCS; from = pcs[i++])
		map[kcov_edge_counter(from, pcs[i], MAP_BITS)]++;
}

/* Each counter that is not 0 has an entry. */
static bool list_has(const uint8_t map[MAP])
{
	const uint32_t *list = (const uint32_t *)&copy[1] + MAP / 4;
	uintptr_t i, hit = 0;

	for (i = 0; i < MAP; i++)
		hit += map[i] != 0;
	for (i = 0; i < copy[0] && hit == copy[0]; i++)
		if (list[i] >= MAP || !map[list[i]])
			return false;
	return hit == copy[0];
}

static bool map_is_of(bool both)
{
	uint8_t map[MAP] = { 0 };

	if (both)
		fold(map, killed);
	fold(map, after);
	return !memcmp(&copy[1], map, sizeof(map)) && list_has(map);
}

static bool log_is_of(bool both)
{
	static const uintptr_t two[] = { 300, 310, 320, 901, 500 };
	const uintptr_t *want = both ? two : after;

	return copy[0] == PCS && !memcmp(&copy[1], want, sizeof(two));
}

static void begin(struct kcov_setup setup)
{
	union remote session;

	setup.size = sizeof(setup);
	shared = sized_device(SMALL);
	small = shared->area.memory;
	shared->area.memory = memset(area, 0, sizeof(area));
	shared->words = sizeof(area) / sizeof(*area);
	new_task(&owner);
	kcov_ioctl(shared, &owner, KCOV_SETUP, (uintptr_t)&setup);
	ask(&session, SECTION_WORDS, 1, 0);
	remote_enable(shared, &session);
	kcov_proxy_open(shared, THERE, shared->epoch, SECTION_WORDS);
}

static void end(void)
{
	fake_current = &owner;
	fake_pc = 0;
	disable(shared);
	kcov_session_reap(THERE);
	shared->area.memory = small;
	kcov_device_put(shared);
}

/* False: there are no more instructions. */
static bool kill_one(struct kcov_setup setup, bool (*is_of)(bool both))
{
	begin(setup);
	run_section(THERE, before);
	stop();
	shared->area.memory[0] = 0;
	run_section(HERE, killed);
	locked = 0;
	step_through(stop, is_killed);
	if (locked > kill_at) {
		memcpy(shared->area.memory, copy, sizeof(copy));
		shared->delivered = delivered;
		run_section(THERE, after);
		stop();
		memcpy(copy, shared->area.memory, sizeof(copy));
		if (!is_of(false) && !is_of(true))
			broken(CLAIM_KILLED, "part of a section is there");
	}
	end();
	return locked > kill_at;
}

static unsigned long kill_everywhere(struct kcov_setup setup,
				     bool (*is_of)(bool both),
				     unsigned long every)
{
	unsigned long kills = 0;

	for (kill_at = 0;; kill_at += every, kills++) {
		snprintf(where, sizeof(where), "killed before %lu", kill_at);
		if (!kill_one(setup, is_of))
			return kills;
	}
}

unsigned long kill_deliveries(unsigned long every)
{
	const struct kcov_setup edges = { .feedback = KCOV_FEEDBACK_EDGES,
					  .map_bits = MAP_BITS };
	const struct kcov_setup unique = { .feedback = KCOV_FEEDBACK_UNIQUE,
					   .set_bits = 8 };

	return kill_everywhere(edges, map_is_of, every) +
	       kill_everywhere(unique, log_is_of, every);
}
