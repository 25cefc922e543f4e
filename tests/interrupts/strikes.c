// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What strikes: interrupts of every kind, and a client that stores. */
#include "tests/interrupts/scene.h"
#include "tests/port_fake/callbacks.h"

unsigned int early_calls, sections_run;
uint64_t hostile_count;

/* Somewhere else for a moment: what was there before comes back. */
struct moment {
	uint32_t context;
	uintptr_t pc;
};

static struct moment go_to(uint32_t context, uintptr_t pc)
{
	struct moment before = { fake_context, fake_pc };

	fake_context = context;
	fake_pc = pc;
	return before;
}

static void come_back(struct moment before)
{
	fake_context = before.context;
	fake_pc = before.pc;
}

/* Nothing of it may be seen. */
static void hard(void)
{
	uint64_t cases[] = { 1, 32, 1 };
	struct moment before = go_to(FAKE_CONTEXT_HARD, PC_NOBODY);

	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp4(EARLY_ARG1, EARLY_ARG2);
	__sanitizer_cov_trace_switch(1, cases);
	kcov_section_start(&task, HANDLE);
	__sanitizer_cov_trace_pc();
	kcov_section_stop(&task);
	come_back(before);
}

/* An interrupt that the host does not know to be one yet. */
static void early(void)
{
	struct moment before = go_to(fake_context, PC_EARLY);

	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp4(EARLY_ARG1, EARLY_ARG2);
	early_calls++;
	come_back(before);
}

static void section(uint64_t handle, uintptr_t pc)
{
	struct moment before = go_to(KCOV_CONTEXT_INTERRUPT, pc);
	int i;

	kcov_section_start(&task, handle);
	for (i = 0; i < SECTION_RECORDS; i++)
		__sanitizer_cov_trace_pc();
	kcov_section_stop(&task);
	come_back(before);
}

static void soft(void)
{
	if (!fake_interruptible())
		return;
	section(operation->handle, PC_SECTION);
	sections_run++;
}

static void unknown(void)
{
	if (fake_interruptible())
		section(HANDLE_NONE, PC_NOBODY);
}

static void hostile(void)
{
	device->area.memory[0] = hostile_count;
	remote->area.memory[0] = hostile_count;
}

const struct strike strike_hard = { "a hard interrupt", hard, false };
const struct strike strike_early = { "an interrupt not marked yet", early,
				     false };
const struct strike strike_soft = { "a section in a soft interrupt", soft,
				    false };
const struct strike strike_unknown = { "a section of an unknown handle",
				       unknown, false };
const struct strike strike_hostile = { "a hostile count", hostile, true };
