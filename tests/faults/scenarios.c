// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/faults/scenarios.h"
#include "tests/port_fake/callbacks.h"

enum { WORDS = 32, SECTION_WORDS = 16, COMMON = 7 };

struct cast cast;
static unsigned int buried;

void scenario_begin(void)
{
	int i;

	for (i = 0; i < CAST; i++) {
		new_task(&cast.task[i]);
		cast.device[i] = NULL;
	}
	fake_current = &cast.task[0];
	fake_pc = 0x1000;
}

void scenario_end(void)
{
	int i;

	fake_context = KCOV_CONTEXT_TASK;
	for (i = 0; i < CAST; i++) {
		fake_current = &cast.task[i];
		kcov_task_exited(&cast.task[i]);
	}
	for (i = 0; i < CAST; i++)
		if (cast.device[i])
			kcov_device_put(cast.device[i]);
}

#define AS(n)                                 \
	static long as_##n(void)              \
	{                                     \
		fake_current = &cast.task[n]; \
		return 0;                     \
	}
AS(0)
AS(1)
AS(2)

static long open_device(int n)
{
	cast.device[n] = fake_device_open();
	return cast.device[n] ? 0 : -ENOMEM;
}

static long set_size(int n)
{
	return kcov_ioctl(cast.device[n], fake_current, KCOV_INIT_TRACE, WORDS);
}

#define DEVICE(n)                                             \
	static long open_##n(void)                            \
	{                                                     \
		return open_device(n);                        \
	}                                                     \
	static long size_##n(void)                            \
	{                                                     \
		return set_size(n);                           \
	}                                                     \
	static long pcs_##n(void)                             \
	{                                                     \
		return enable(cast.device[n], KCOV_TRACE_PC); \
	}
DEVICE(0)
DEVICE(1)

static long disable_0(void)
{
	return disable(cast.device[0]);
}

static long close_0(void)
{
	kcov_device_put(cast.device[0]);
	cast.device[0] = NULL;
	return 0;
}

static long comparisons_0(void)
{
	return enable(cast.device[0], KCOV_TRACE_CMP);
}

/* Two handles of USB's and a common one. */
static long remote_as(int n, uint32_t first, uint64_t common)
{
	union remote remote;

	ask(&remote, SECTION_WORDS, 2, common);
	remote.arg.handles[0] = USB(first);
	remote.arg.handles[1] = USB(first + 1);
	return remote_enable(cast.device[n], &remote);
}

static long remote_0(void)
{
	return remote_as(0, 0, COMMON);
}

static long remote_comparisons_0(void)
{
	union remote remote;

	ask(&remote, SECTION_WORDS, 0, COMMON);
	remote.arg.trace_mode = KCOV_TRACE_CMP;
	return remote_enable(cast.device[0], &remote);
}

static long remote_1(void)
{
	return remote_as(1, 2, COMMON + 1);
}

/* The owner of device 0 died without telling: its handles are there to take. */
static long inherit_1(void)
{
	uint32_t epoch = cast.device[0]->epoch;
	long err;

	fake_abandoned = cast.device[0];
	err = remote_as(1, 0, COMMON);
	fake_abandoned = NULL;
	buried += cast.device[0]->epoch != epoch;
	return err;
}

unsigned int scenario_buried(void)
{
	return buried;
}

/* The cast's first task is dead; what it held is nobody's. */
static long bury_0(void)
{
	cast.task[0].device = NULL;
	cast.task[0].session = NULL;
	fake_armed--;
	kcov_device_put(cast.device[0]);
	return 0;
}

static long execute(void)
{
	fake_pc++;
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_const_cmp4(3, 5);
	return 0;
}

/*
 * A start says nothing. If it did not collect for want of memory, its stop must
 * leave what was there before.
 */
static long start(uint64_t handle)
{
	struct kcov_frames *frames = &fake_current->task_frames;

	kcov_section_start(fake_current, handle);
	if (frames->live >> (frames->depth - 1) & 1)
		return 0;
	kcov_section_stop(fake_current);
	return -ENOMEM;
}

static long start_common(void)
{
	return start(COMMON);
}

static long start_other(void)
{
	return start(COMMON + 1);
}

static long start_usb(void)
{
	return start(USB(1));
}

static long stop(void)
{
	kcov_section_stop(fake_current);
	return 0;
}

static long fork_1(void)
{
	kcov_task_created(&cast.task[1], &cast.task[0]);
	return 0;
}

static long exit_now(void)
{
	kcov_task_exited(fake_current);
	return 0;
}

/* The session of another process in the registry of this one. */
static long elsewhere_0(void)
{
	cast.device[0]->state = KCOV_STATE_REMOTE;
	cast.device[0]->mode = KCOV_MODE_PC;
	return 0;
}

static long proxy_0(void)
{
	return kcov_proxy_open(cast.device[0], COMMON, cast.device[0]->epoch,
			       SECTION_WORDS);
}

static long reap_0(void)
{
	cast.device[0]->state = KCOV_STATE_INIT;
	cast.device[0]->epoch++;
	kcov_session_reap(COMMON);
	return 0;
}

const struct scenario scenarios[] = {
	{ "a local session", { open_0, size_0, pcs_0, execute, disable_0 } },
	{ "of comparisons", { open_0, size_0, comparisons_0, execute } },
	{ "closed while enabled",
	  { open_0, size_0, pcs_0, close_0, execute, exit_now } },
	{ "one after the other",
	  { open_0, size_0, pcs_0, execute, disable_0, as_1, comparisons_0,
	    execute, exit_now } },
	{ "two devices",
	  { open_0, open_1, size_0, size_1, pcs_0, as_1, pcs_1, execute, as_0,
	    execute } },
	{ "a child",
	  { open_0, size_0, pcs_0, fork_1, as_1, execute, as_0, execute,
	    disable_0 } },
	{ "a remote session",
	  { open_0, size_0, remote_0, as_1, start_common, execute, stop, as_0,
	    disable_0 } },
	{ "comparisons of a section",
	  { open_0, size_0, remote_comparisons_0, as_1, start_common, execute,
	    stop } },
	{ "a section over a local session",
	  { open_0, open_1, size_0, size_1, remote_0, as_1, pcs_1, execute,
	    start_usb, execute, stop, execute } },
	{ "sections in sections",
	  { open_0, size_0, remote_0, as_1, start_common, execute, start_usb,
	    execute, stop, stop, start_usb, stop } },
	{ "a local and a remote session of one task",
	  { open_0, open_1, size_0, size_1, pcs_1, execute, remote_0,
	    start_common, execute, stop, disable_0, execute, exit_now } },
	{ "two sessions",
	  { open_0, open_1, size_0, size_1, remote_0, as_1, remote_1, as_2,
	    start_common, execute, start_other, execute, stop, stop } },
	{ "a section that outlives its session",
	  { open_0, size_0, remote_0, as_1, start_common, execute, as_0,
	    disable_0, remote_0, as_1, stop } },
	{ "a section that outlives its device",
	  { open_0, size_0, remote_0, as_1, start_common, as_0, close_0,
	    exit_now, as_1, execute, stop } },
	{ "exit in sections",
	  { open_0, size_0, remote_0, as_1, start_common, start_usb, execute,
	    exit_now } },
	{ "a dead owner's handles",
	  { open_0, open_1, size_0, size_1, remote_0, as_1, inherit_1, bury_0,
	    as_2, start_common, execute, stop } },
	{ "another process's session",
	  { open_0, size_0, elsewhere_0, proxy_0, as_1, start_common, execute,
	    stop, reap_0 } },
};
const unsigned int scenarios_count = sizeof(scenarios) / sizeof(scenarios[0]);
