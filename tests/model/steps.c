// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* See steps.h. */
#include "tests/model/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uapi/linux/kcov.h>

#include "core/device.h"
#include "core/kcov.h"
#include "core/remote.h"
#include "tests/model/reference.h"
#include "tests/model/request.h"
#include "tests/model/source.h"
#include "tests/port_fake/callbacks.h"
#include "tests/port_fake/fake.h"

static struct reference ref;
static struct kcov_task tasks[REF_TASKS];
static struct kcov_device *devices[REF_DEVICES];
static const char *step_name;
static unsigned long step_number;
unsigned long steps_refused;
unsigned long steps_recorded;
unsigned long steps_with_both;
static int baseline;

static void fail(const char *what, long core, long model)
{
	printf("# step %lu (%s): %s: core %ld, reference %ld\n", step_number,
	       step_name, what, core, model);
	steps_differ();
}

static void same(const char *what, long core, long model)
{
	if (core != model)
		fail(what, core, model);
}

static void compare_area(int i)
{
	const struct ref_trace *trace = &ref.device[i].trace;
	const uint64_t *area = devices[i]->area.memory;
	uint64_t words;

	same("count", (long)area[0], (long)trace->count);
	words = trace->count * (trace->cmp ? 4 : 1);
	if (words >= (uint64_t)trace->words)
		return;
	if (memcmp(area + 1, trace->word, words * sizeof(uint64_t)))
		fail("contents of area", i, i);
	steps_recorded += trace->count != 0;
}

static int frames_depth(const struct kcov_frames *frames)
{
	return (int)frames->depth;
}

static void compare(void)
{
	int i;

	for (i = 0; i < REF_DEVICES; i++) {
		if (!ref.device[i].open)
			continue;
		same("state", devices[i]->state, ref.device[i].state);
		if (devices[i]->state != KCOV_STATE_NEW)
			compare_area(i);
	}
	for (i = 0; i < REF_TASKS; i++) {
		same("bound", tasks[i].device != NULL, ref.task[i].device >= 0);
		same("remote owner", tasks[i].session != NULL,
		     ref.task[i].remote >= 0);
		steps_with_both += tasks[i].device && tasks[i].session;
		same("common handle", (long)tasks[i].common_handle,
		     (long)ref.task[i].common);
		same("task frames", frames_depth(&tasks[i].task_frames),
		     ref.task[i].depth[0]);
		same("interrupt frames",
		     frames_depth(&tasks[i].interrupt_frames),
		     ref.task[i].depth[1]);
	}
	same("devices freed", fake_devices_freed, ref.freed);
	same("complaints", fake_complaints, 0);
	same("locks held", fake_locks_held(), 0);
}

static uint64_t some_handle(void)
{
	switch (below(12)) {
	case 0:
		return 1ull << 40; /* reserved bits */
	case 1:
		return 2ull << 56; /* unknown subsystem */
	case 2:
	case 3:
	case 4:
	case 5:
		return 1 + below(3); /* common */
	default:
		return KCOV_SUBSYSTEM_USB | below(3);
	}
}

/* Half of the steps that may fail get a service that does. */
static void plan_failure(void)
{
	fake_fail_nth = below(16) ? 0 : 1 + below(3);
}

static unsigned int planned;

static void begin_call(void)
{
	plan_failure();
	planned = fake_fail_nth;
}

/* True if the injected failure was what the core answered to. */
static bool call_failed(void)
{
	bool fired = planned && !fake_fail_nth;

	fake_fail_nth = 0;
	return fired;
}

static void step_open(int d)
{
	if (ref.device[d].open)
		return;
	/* The slot is free for a new device once the old one is gone. */
	if (devices[d] && fake_devices_freed != ref.freed)
		return;
	devices[d] = fake_device_open();
	ref_open(&ref, d);
}

static void step_init(int d)
{
	static const uint64_t sizes[] = {
		0, 1, 2, 5, 9, 16, 33, 64, 0x7fffffff / 8 + 1, ~0ull
	};
	uint64_t words = sizes[below(10)];
	long err;

	begin_call();
	err = kcov_ioctl(devices[d], fake_current, KCOV_INIT_TRACE, words);
	if (call_failed())
		same("failed init", err, -ENOMEM);
	else
		same("init", err, ref_init(&ref, d, words));
	steps_refused += err != 0;
}

static void step_enable(int d, int t)
{
	uint64_t mode = below(8) ? below(2) : 2 + below(3);
	long err;

	begin_call();
	err = kcov_ioctl(devices[d], fake_current, KCOV_ENABLE, mode);
	if (!call_failed())
		same("enable", err, ref_enable(&ref, d, t, mode));
	else if (!err)
		fail("enable despite failure", err, -1);
	steps_refused += err != 0;
}

static void step_remote_enable(int d, int t)
{
	static const unsigned int sizes[] = {
		0, 1, 2, 9, 33, 64, REF_MAX_AREA + 1, 64, 0xffffffff
	};
	union ref_request request;
	struct ref_remote same_arg = { .mode = below(8) ? below(2) : 5,
				       .area_words = sizes[below(9)],
				       .num = below(3),
				       .common = below(3) ? some_handle() : 0 };
	unsigned int i;
	long err;

	if (ref.sessions == REF_MAX_SESSIONS)
		return;
	for (i = 0; i < same_arg.num; i++)
		same_arg.handle[i] = below(6) ? KCOV_SUBSYSTEM_USB | below(3) :
						some_handle();
	ref_request_fill(&request, &same_arg);
	begin_call();
	err = kcov_ioctl(devices[d], fake_current, KCOV_REMOTE_ENABLE,
			 (uintptr_t)&request);
	if (!call_failed())
		same("remote enable", err,
		     ref_remote_enable(&ref, d, t, &same_arg));
	else if (!err)
		fail("remote enable despite failure", err, -1);
	steps_refused += err != 0;
}

static void step_disable(int d, int t)
{
	uint64_t arg = !below(8);
	long err = kcov_ioctl(devices[d], fake_current, KCOV_DISABLE, arg);

	same("disable", err, ref_disable(&ref, d, t, arg));
}

static void step_close(int d)
{
	kcov_device_put(devices[d]);
	ref_close(&ref, d);
}

static void step_exit(int t)
{
	int creator = (t + 1) % REF_TASKS;

	kcov_task_exited(&tasks[t]);
	ref_exit(&ref, t);
	compare();
	kcov_task_created(&tasks[t], &tasks[creator]);
	ref_create(&ref, t, creator);
}

static void step_start(int t, bool irq)
{
	uint64_t handle = some_handle();
	bool valid = !(handle & 0x00ffffff00000000) && handle >> 56 < 2;

	/* The longest row of starts that the reference keeps book of. */
	if (!valid || ref.task[t].depth[irq] >= REF_MAX_FRAMES)
		return;
	kcov_section_start(fake_current, handle);
	ref_section_start(&ref, t, irq, handle);
}

static void step_stop(int t, bool irq)
{
	kcov_section_stop(fake_current);
	ref_section_stop(&ref, t, irq);
}

static void step_record(int t, bool irq)
{
	uint64_t a = below(1000);
	uint64_t b = below(1000);

	fake_pc = 0x1000 + step_number;
	__sanitizer_cov_trace_pc();
	ref_pc(&ref, t, irq, fake_pc);
	__sanitizer_cov_trace_cmp8(a, b);
	ref_cmp(&ref, t, irq, 6, a, b, fake_pc);
}

static void step_reset(int d)
{
	static const uint64_t counts[] = { 0, 0, 0, 1, 7, ~0ull, 1ull << 59 };
	uint64_t count = counts[below(7)];

	if (devices[d]->state == KCOV_STATE_NEW)
		return;
	devices[d]->area.memory[0] = count;
	ref_store_count(&ref, d, count);
}

/* A hard interrupt on top of anything: nothing whatever happens. */
static void step_hard_interrupt(void)
{
	uint32_t before = fake_context;

	fake_context |= FAKE_CONTEXT_HARD;
	kcov_section_start(fake_current, 1);
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp8(1, 2);
	kcov_section_stop(fake_current);
	fake_context = before;
}

/* A soft interrupt strikes a task, does this and that, and leaves in order. */
static void step_soft_interrupt(int t)
{
	unsigned int n = 1 + below(8);

	fake_context = KCOV_CONTEXT_INTERRUPT;
	for (; n; n--) {
		switch (below(4)) {
		case 0:
			step_start(t, true);
			break;
		case 1:
			step_stop(t, true);
			break;
		case 2:
			step_hard_interrupt();
			break;
		default:
			step_record(t, true);
		}
		compare();
	}
	while (ref.task[t].depth[1])
		step_stop(t, true);
	fake_context = KCOV_CONTEXT_TASK;
}

#define STEP(name, call)          \
	do {                      \
		step_name = name; \
		call;             \
	} while (0)

static void step_device(int d, int t)
{
	switch (below(10)) {
	case 0:
	case 1:
		STEP("init", step_init(d));
		break;
	case 2:
	case 3:
		STEP("enable", step_enable(d, t));
		break;
	case 4:
	case 5:
		STEP("remote enable", step_remote_enable(d, t));
		break;
	case 6:
	case 7:
		STEP("disable", step_disable(d, t));
		break;
	case 8:
		STEP("reset", step_reset(d));
		break;
	default:
		if (!below(4))
			STEP("close", step_close(d));
	}
}

static void step(void)
{
	int t = (int)below(REF_TASKS);
	int d = (int)below(REF_DEVICES);

	fake_current = &tasks[t];
	switch (below(10)) {
	case 0:
	case 1:
	case 2:
		if (ref.device[d].open)
			step_device(d, t);
		else if (!ref_is_used(&ref, d))
			STEP("open", step_open(d));
		break;
	case 3:
	case 4:
		STEP("start", step_start(t, false));
		break;
	case 5:
	case 6:
		STEP("stop", step_stop(t, false));
		break;
	case 7:
		STEP("soft interrupt", step_soft_interrupt(t));
		break;
	case 8:
		if (!below(8))
			STEP("exit", step_exit(t));
		else
			STEP("hard interrupt", step_hard_interrupt());
		break;
	default:
		STEP("record", step_record(t, false));
	}
}

/* Everybody goes home: nothing may be left. */
static void finish(void)
{
	int i;

	step_name = "finish";
	for (i = 0; i < REF_TASKS; i++) {
		fake_current = &tasks[i];
		kcov_task_exited(&tasks[i]);
		ref_exit(&ref, i);
	}
	for (i = 0; i < REF_DEVICES; i++) {
		if (ref.device[i].open)
			step_close(i);
		devices[i] = NULL;
	}
	same("devices freed", fake_devices_freed, ref.freed);
	same("objects left", fake_live_objects, baseline);
	same("armed devices", fake_armed, 0);
	same("published sessions", fake_published(), 0);
}

int steps_prepare(void)
{
	int err = kcov_interrupts_prepare(REF_IRQ_AREAS, REF_IRQ_WORDS);

	baseline = fake_live_objects;
	return err;
}

unsigned long steps_play(unsigned long steps)
{
	unsigned long i;
	int t;

	ref_start(&ref);
	fake_devices_freed = 0;
	for (t = 0; t < REF_TASKS; t++)
		tasks[t] = (struct kcov_task)KCOV_TASK_IDLE;
	for (i = 0; i < steps && !source_is_empty(); i++) {
		step_number++;
		step();
		compare();
	}
	finish();
	return i;
}
