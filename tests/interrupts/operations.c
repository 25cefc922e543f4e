// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What is interrupted: every callback, and every call that a task makes. */
#include "tests/interrupts/scene.h"
#include "tests/port_fake/callbacks.h"

static uint64_t cases[2 + CASES] = { CASES, 32, CASE, CASE + 1, CASE + 2 };

static void nothing(void)
{
}

static void collects_pcs(void)
{
	enable(device, KCOV_TRACE_PC);
}

static void collects_comparisons(void)
{
	enable(device, KCOV_TRACE_CMP);
}

static void starts_section(void)
{
	kcov_section_start(&task, HANDLE);
}

/* With a record of its own, which a stop delivers. */
static void is_in_a_section(void)
{
	collects_pcs();
	starts_section();
	__sanitizer_cov_trace_pc();
}

static void is_in_two_sections(void)
{
	is_in_a_section();
	starts_section();
}

static void stops_section(void)
{
	kcov_section_stop(&task);
}

static void exits(void)
{
	kcov_task_exited(&task);
}

static void disables(void)
{
	disable(device);
}

static void owner_disables(void)
{
	fake_current = &owner;
	disable(remote);
	fake_current = &task;
}

static union remote wanted;

static void wants_a_session(void)
{
	coming = sized_device(WORDS);
	ask(&wanted, SECTION_WORDS, 0, HANDLE_NEW);
}

static void enables_remotely(void)
{
	remote_enable(coming, &wanted);
}

static void opens_another(void)
{
	coming = fake_device_open();
}

static void sets_size(void)
{
	kcov_ioctl(coming, &task, KCOV_INIT_TRACE, WORDS);
}

static void closes(void)
{
	kcov_device_put(coming);
	coming = NULL;
}

static void wants_to_close(void)
{
	collects_pcs();
	coming = sized_device(WORDS);
}

#define COMPARE(name)                                                 \
	static void name(void)                                        \
	{                                                             \
		__sanitizer_cov_trace_##name(OUTER_ARG1, OUTER_ARG2); \
	}
COMPARE(cmp1)
COMPARE(cmp2)
COMPARE(cmp4)
COMPARE(cmp8)
COMPARE(const_cmp1)
COMPARE(const_cmp2)
COMPARE(const_cmp4)
COMPARE(const_cmp8)

static void compares_cases(void)
{
	__sanitizer_cov_trace_switch(OUTER_ARG2, cases);
}

#define CALLBACK(function, n)                                             \
	{ #function, KCOV_MODE_CMP, collects_comparisons, function, n, 0, \
	  HANDLE,    false }
#define CALL(name, prepare, run) \
	{ name, KCOV_MODE_PC, prepare, run, 0, 0, HANDLE, false }

const struct operation operations[] = {
	{ "pc", KCOV_MODE_PC, collects_pcs, __sanitizer_cov_trace_pc, 1, 0,
	  HANDLE, false },
	CALLBACK(cmp1, 1),
	CALLBACK(cmp2, 1),
	CALLBACK(cmp4, 1),
	CALLBACK(cmp8, 1),
	CALLBACK(const_cmp1, 1),
	CALLBACK(const_cmp2, 1),
	CALLBACK(const_cmp4, 1),
	CALLBACK(const_cmp8, 1),
	CALLBACK(compares_cases, CASES),
	CALL("pc, nothing enabled", nothing, __sanitizer_cov_trace_pc),
	CALL("INIT_TRACE", opens_another, sets_size),
	CALL("ENABLE of PCs", nothing, collects_pcs),
	{ "ENABLE of comparisons", KCOV_MODE_CMP, nothing, collects_comparisons,
	  0, 0, HANDLE, false },
	CALL("DISABLE of PCs", collects_pcs, disables),
	{ "DISABLE of comparisons", KCOV_MODE_CMP, collects_comparisons,
	  disables, 0, 0, HANDLE, false },
	CALL("DISABLE in a section", is_in_a_section, disables),
	CALL("close of another device", wants_to_close, closes),
	CALL("start", nothing, starts_section),
	CALL("start while collecting", collects_pcs, starts_section),
	CALL("start in a section", is_in_a_section, starts_section),
	{ "stop", KCOV_MODE_PC, is_in_a_section, stops_section, 0, 1, HANDLE,
	  false },
	CALL("stop in a section", is_in_two_sections, stops_section),
	CALL("exit in a section", is_in_two_sections, exits),
	{ "REMOTE_ENABLE", KCOV_MODE_PC, wants_a_session, enables_remotely, 0,
	  0, HANDLE_NEW, true },
	{ "DISABLE of a session", KCOV_MODE_PC, collects_pcs, owner_disables, 0,
	  0, HANDLE, true },
};
const unsigned int operations_count =
	sizeof(operations) / sizeof(operations[0]);
