// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-B6: who reads an area while it is written, after every instruction of a
 * callback and of a delivery, finds below the count every record but the last,
 * also of a switch with many cases; and so does who reads it after the task
 * died there. A delivery is there as a whole when it is counted. (That is what
 * other CPUs see of one that does not reorder its stores.)
 *
 * kills: a slot that is counted and left out, records of a switch that are
 * claimed together, a delivery counted before it is there, or in parts.
 */
#include "core/buffer.h"
#include "tests/core/fixture.h"
#include "tests/core/stepping.h"
#include "tests/port_fake/callbacks.h"

enum { WORDS = 1024, PC = 0x1000, CASES = 20 };

static struct kcov_device *device;
static uint64_t before, more;
static bool at_once;
static unsigned long looks, old, wrong;
static bool (*is_there)(uint64_t index);

static bool pc_is_there(uint64_t index)
{
	return device->area.memory[1 + index] == PC;
}

static bool comparison_is_there(uint64_t index)
{
	const uint64_t *record = (const uint64_t *)device->area.memory + 1 +
				 index * KCOV_CMP_RECORD_WORDS;

	return record[0] && record[1] && record[2] && record[3] == PC;
}

static void look(int signal)
{
	uint64_t count = *(volatile uintptr_t *)device->area.memory;
	uint64_t i;

	(void)signal;
	looks++;
	wrong += count < before || count > before + more;
	wrong += at_once && count != before && count != before + more;
	/* What was there before the callback is looked at when it is done. */
	for (i = before; i < count; i++) {
		old += !is_there(i);
		wrong += !is_there(i) && i != count - 1;
	}
}

static void forget(void)
{
	memset(device->area.memory, 0, WORDS * sizeof(uintptr_t));
	before = looks = old = wrong = 0;
}

static void run_pc(void)
{
	__sanitizer_cov_trace_pc();
}

static void run_comparison(void)
{
	__sanitizer_cov_trace_const_cmp8(1, 2);
}

static void run_switch(void)
{
	static uint64_t table[2 + CASES] = { CASES, 64 };
	unsigned int i;

	for (i = 0; i < CASES; i++)
		table[2 + i] = i + 1;
	__sanitizer_cov_trace_switch(7, table);
}

static void follow(void (*callback)(void), uint64_t records, const char *name)
{
	uint64_t i;

	forget();
	more = records;
	at_once = false;
	for (i = 0; i < 4; i++, before += records) {
		STEP_ON();
		callback();
		STEP_OFF();
	}
	for (i = 0; i < before; i++)
		wrong += !is_there(i);
	tap_ok(!wrong && looks > 4,
	       "%s: a reader lacks the last record at most "
	       "(%lu looks, %lu old slots)",
	       name, looks, old);
	/* Or nobody stepped through the store of a record. */
	tap_ok(old || looks == 8, "%s: and that it does lack now and then",
	       name);
}

static void callbacks(void)
{
	struct kcov_task task;

	new_task(&task);
	enable(device, KCOV_TRACE_PC);
	is_there = pc_is_there;
	follow(run_pc, 1, "PC");
	disable(device);
	enable(device, KCOV_TRACE_CMP);
	is_there = comparison_is_there;
	follow(run_comparison, 1, "comparison");
	follow(run_switch, CASES, "switch");
	disable(device);
}

static void deliver(uint32_t mode, void (*callback)(void), const char *name)
{
	struct kcov_task owner, task;
	union remote remote;
	uint64_t i;

	forget();
	more = 3;
	at_once = true;
	new_task(&owner);
	ask(&remote, WORDS, 0, 7);
	remote.arg.trace_mode = mode;
	remote_enable(device, &remote);
	new_task(&task);
	for (i = 0; i < 2; i++, before += more) {
		kcov_section_start(&task, 7);
		callback();
		callback();
		callback();
		STEP_ON();
		kcov_section_stop(&task);
		STEP_OFF();
	}
	tap_ok(!wrong && !old && looks > 2 && is_there(before - 1),
	       "%s: a delivery that is counted is there (%lu looks)", name,
	       looks);
	fake_current = &owner;
	disable(device);
}

static void deliveries(void)
{
	is_there = pc_is_there;
	deliver(KCOV_TRACE_PC, run_pc, "PC");
	is_there = comparison_is_there;
	deliver(KCOV_TRACE_CMP, run_comparison, "comparison");
}

int main(void)
{
	fake_pc = PC;
	at_every_instruction(look);
	device = sized_device(WORDS);
	callbacks();
	deliveries();
	kcov_device_put(device);
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
