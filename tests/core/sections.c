// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S1, L-S2, L-S4, L-X1, L-X3, L-X5, L-X7: sections at their limits: depth,
 * areas, memory, contexts, fork.
 * kills: a limit one off, an account that is not settled, a live empty frame.
 */
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

enum { TASKS = 17, WORDS = 64 };

static struct kcov_device *device;
static struct kcov_task owner;
static struct kcov_task task[TASKS];
static union remote remote;

static void listen(uint32_t words)
{
	new_task(&owner);
	ask(&remote, words, 2, 7);
	remote_enable(device, &remote);
}

static void stop_listening(void)
{
	fake_context = KCOV_CONTEXT_TASK;
	fake_current = &owner;
	disable(device);
}

static void depth(void)
{
	struct kcov_task *t = &task[0];
	unsigned int i, live = 0, told = 0;

	listen(WORDS);
	new_task(t);
	for (i = 0; i < 40; i++)
		told += kcov_section_start(t, i < 32 ? 9 : 7) ==
			(i < 32 ? KCOV_START_FOR_NOBODY : KCOV_START_TOO_DEEP);
	tap_ok(!t->section && t->task_frames.depth == 40 && told == 40,
	       "beyond the 32nd start nothing collects, which is told");
	while (t->task_frames.depth)
		kcov_section_stop(t);
	for (i = 0; i < 6; i++) {
		told += kcov_section_start(t, 7) ==
			(i < KCOV_MAX_NESTING ? KCOV_START_COLLECTS :
						KCOV_START_TOO_DEEP);
		live += t->task_frames.live >> i & 1;
	}
	tap_ok(live == KCOV_MAX_NESTING && told == 46,
	       "four sections of a task collect, the others are told");
	for (i = 0; i < 7; i++)
		kcov_section_stop(t);
	tap_ok(!t->task_frames.depth && !t->section,
	       "a stop without a start does nothing");
	stop_listening();
}

static void contexts(void)
{
	struct kcov_task *t = &task[0];
	int complaints = fake_complaints;

	listen(WORDS);
	new_task(t);
	fake_context = FAKE_CONTEXT_HARD;
	kcov_section_start(t, 7);
	kcov_section_stop(t);
	tap_ok(!t->task_frames.depth && !t->interrupt_frames.depth,
	       "a hard interrupt has no sections");
	fake_context = KCOV_CONTEXT_INTERRUPT;
	kcov_section_start(t, 7);
	tap_ok(!t->section && t->interrupt_frames.depth == 1,
	       "without areas made for it an interrupt collects nothing");
	kcov_section_stop(t);
	fake_context = KCOV_CONTEXT_TASK;
	kcov_section_start(t, ~0ull);
	tap_ok(fake_complaints == complaints + 1 && !t->section,
	       "a handle that is none is reported");
	fake_complaints = complaints;
	kcov_section_stop(t);
	stop_listening();
}

static void memory(void)
{
	struct kcov_task *t = &task[0];
	int untold = fake_no_areas;

	listen(WORDS);
	new_task(t);
	fake_fail_nth = 1;
	tap_ok(kcov_section_start(t, 7) == KCOV_START_FOR_NOBODY &&
		       fake_no_areas == untold + 1,
	       "a section without memory is told");
	tap_ok(!t->section && !owner.session->sections &&
		       !owner.session->running,
	       "and takes nothing");
	kcov_section_stop(t);
	kcov_section_start(t, 7);
	tap_ok(t->section && owner.session->sections == 1,
	       "the next one has it");
	kcov_section_stop(t);
	kcov_section_start(t, 7);
	tap_ok(owner.session->sections == 1, "an area is used again");
	kcov_section_stop(t);
	stop_listening();
}

static unsigned int start_everywhere(unsigned int tasks)
{
	unsigned int i, n = 0;

	for (i = 0; i < 4 * tasks; i++) {
		fake_current = &task[i / 4];
		kcov_section_start(fake_current, i & 1 ? 7 : USB(0));
		n += fake_current->task_frames.live >> i % 4 & 1;
	}
	return n;
}

static void stop_everywhere(void)
{
	unsigned int i;

	for (i = 0; i < TASKS; i++)
		while (task[i].task_frames.depth)
			kcov_section_stop(&task[i]);
}

/* A session of another task and device, for one handle. */
static struct kcov_device *listener(struct kcov_task *of, uint32_t words,
				    uint64_t handle)
{
	struct kcov_device *its = sized_device(WORDS);

	new_task(of);
	ask(&remote, words, 0, handle);
	remote_enable(its, &remote);
	return its;
}

static void stop_listener(struct kcov_task *of, struct kcov_device *its)
{
	fake_current = of;
	disable(its);
	kcov_device_put(its);
}

/* How many areas the session may have; it has none before and after. */
static unsigned int areas_of(struct kcov_session *session)
{
	unsigned int i, n = 0;

	while (kcov_scratch_reserve_locked(session))
		n++;
	for (i = 0; i < n; i++)
		kcov_scratch_unreserve_locked(session);
	return n;
}

/* Five of them have 2^26 + 1 words. */
enum { ONE_TOO_MANY_IN_5 = (KCOV_MAX_SESSION_WORDS + 1) / 5 };
_Static_assert(ONE_TOO_MANY_IN_5 * 5 == KCOV_MAX_SESSION_WORDS + 1, "whole");

/* What one session has is nothing to the others. */
static void words_of_a_session(void)
{
	static struct kcov_task other, odd, odder, small;
	struct kcov_device *of_other, *of_odd, *of_odder, *of_small;
	unsigned int i, n = 0;

	listen(KCOV_MAX_SECTION_WORDS);
	of_other = listener(&other, KCOV_MAX_SECTION_WORDS, 8);
	of_odd = listener(&odd, KCOV_MAX_SECTION_WORDS / 2 + 1, 9);
	of_odder = listener(&odder, ONE_TOO_MANY_IN_5, 11);
	of_small = listener(&small, KCOV_MAX_SECTION_WORDS / 16, 10);
	while (kcov_scratch_reserve_locked(owner.session))
		n++;
	tap_ok(n == 4, "a session has 2^26 words for private areas");
	tap_ok(areas_of(other.session) == 4, "another session has as many");
	tap_ok(areas_of(odd.session) == 7,
	       "an area that would not fit as a whole is none");
	tap_ok(areas_of(odder.session) == 4, "be it for a single word");
	tap_ok(areas_of(small.session) == KCOV_MAX_SECTIONS,
	       "and no more areas than 64, which may fill it");
	for (i = 0; i < n; i++)
		kcov_scratch_unreserve_locked(owner.session);
	tap_ok(areas_of(owner.session) == 4, "they come back");
	stop_listener(&small, of_small);
	stop_listener(&odder, of_odder);
	stop_listener(&odd, of_odd);
	stop_listener(&other, of_other);
	stop_listening();
}

static void areas(void)
{
	int untold = fake_no_areas;
	unsigned int i;

	for (i = 0; i < TASKS; i++)
		new_task(&task[i]);
	listen(WORDS);
	tap_ok(start_everywhere(TASKS) == KCOV_MAX_SECTIONS &&
		       fake_no_areas == untold + 4 * TASKS - KCOV_MAX_SECTIONS,
	       "64 sections of a session collect at once, others are told of");
	stop_everywhere();
	stop_listening();
	listen(WORDS);
	start_everywhere(TASKS);
	stop_listening();
	stop_everywhere();
	listen(WORDS);
	tap_ok(start_everywhere(TASKS) == KCOV_MAX_SECTIONS,
	       "as many as outlive a session are there for the next");
	stop_everywhere();
	stop_listening();
}

/*
 * An interrupt's area is the host's, whatever its session has by then: all 64
 * of its own, none, or no more time.
 */
static void interrupts_of_a_full_session(void)
{
	struct kcov_section *made;
	struct kcov_task interrupted;
	bool good = true;
	int i;

	kcov_interrupts_prepare(1, WORDS);
	made = kcov_scratch_take_interrupt_locked();
	kcov_scratch_put_locked(NULL, made);
	for (i = 0; i < 3; i++) {
		listen(WORDS);
		if (i)
			start_everywhere(TASKS);
		new_task(&interrupted);
		fake_context = KCOV_CONTEXT_INTERRUPT;
		kcov_section_start(&interrupted, 7);
		good = good && interrupted.section == made;
		fake_context = KCOV_CONTEXT_TASK;
		if (i == 2)
			stop_listening();
		fake_context = KCOV_CONTEXT_INTERRUPT;
		fake_current = &interrupted;
		kcov_section_stop(&interrupted);
		fake_context = KCOV_CONTEXT_TASK;
		stop_everywhere();
		if (i < 2)
			stop_listening();
		good = good && kcov_scratch_take_interrupt_locked() == made &&
		       made->for_interrupts;
		kcov_scratch_put_locked(NULL, made);
	}
	tap_ok(good, "an interrupt's area comes back from every session");
	kcov_port_section_free(kcov_scratch_take_interrupt_locked());
}

static void exits(void)
{
	struct kcov_task *t = &task[0];

	listen(WORDS);
	new_task(t);
	kcov_section_start(t, 7);
	__sanitizer_cov_trace_pc();
	kcov_task_exited(t);
	tap_ok(!t->section && !t->task_frames.depth && !t->task_frames.live &&
		       !device->area.memory[0] && !owner.session->running,
	       "a task that exits in a section delivers nothing");
	stop_listening();
}

static void stale_sessions(void)
{
	struct kcov_task *t = &task[0];

	listen(WORDS);
	new_task(t);
	kcov_section_start(t, 7);
	__sanitizer_cov_trace_pc();
	stop_listening();
	listen(WORDS);
	fake_current = t;
	kcov_section_stop(t);
	tap_ok(!device->area.memory[0],
	       "what began in another session is not delivered");
	stop_listening();

	listen(WORDS);
	new_task(t);
	kcov_section_start(t, 7);
	__sanitizer_cov_trace_pc();
	device->epoch++;
	kcov_section_stop(t);
	tap_ok(!device->area.memory[0],
	       "what began in another epoch is not delivered");
	device->epoch--;
	kcov_section_start(t, 7);
	__sanitizer_cov_trace_pc();
	kcov_section_stop(t);
	tap_ok(device->area.memory[0] == 1, "what began in this one is");
	stop_listening();
}

/* A local session whose task runs sections ends below all of them. */
static void local_below_sections(uintptr_t mode)
{
	struct kcov_device *local = sized_device(WORDS);
	struct kcov_task *t = &task[0];

	listen(WORDS);
	new_task(t);
	enable(local, mode);
	kcov_section_start(t, 7);
	kcov_section_start(t, USB(1));
	tap_ok(!disable(local) && t->section, "DISABLE works in a section");
	kcov_section_stop(t);
	kcov_section_stop(t);
	__sanitizer_cov_trace_pc();
	tap_ok(!local->area.memory[0] && !t->pc.limit && !t->cmp.limit &&
		       t->context == KCOV_CONTEXT_NONE &&
		       t->pc.area == (void *)&kcov_idle_area[2] &&
		       t->cmp.area == (void *)&kcov_idle_area[2],
	       "nothing comes back when the sections are over");
	kcov_device_put(local);
	stop_listening();
}

/* A copy of the host: sessions of the original are not its own. */
static void copies(void)
{
	struct kcov_task *t = &task[0];
	struct kcov_session *lost;

	listen(WORDS);
	new_task(t);
	kcov_section_start(t, 7);
	kcov_section_stop(t);
	lost = owner.session;
	kcov_sessions_forget_locked();
	tap_ok(!kcov_registry_find_locked(7) &&
		       !kcov_registry_find_locked(USB(0)) &&
		       !kcov_registry_find_locked(USB(1)),
	       "a copy listens to no handle");
	/* What the original would free. */
	kcov_scratch_free(lost->idle);
	kcov_port_free(lost, lost->bytes);
	device->state = KCOV_STATE_INIT;
	kcov_port_unbound(device);
	kcov_device_put(device);
	kcov_device_put(device);
	listen(WORDS);
	new_task(t);
	tap_ok(start_everywhere(1) == 4, "a copy has sessions of its own");
	stop_everywhere();
	stop_listening();
}

/* Its slots point behind the first words of the idle area, as in an area. */
static void idle_task(void)
{
	const struct kcov_task idle = KCOV_TASK_IDLE;

	tap_ok(idle.pc.area == (void *)&kcov_idle_area[2] &&
		       idle.cmp.area == (void *)&kcov_idle_area[2],
	       "a task begins as disabling leaves it");
}

static void interrupt_areas(void)
{
	struct kcov_section *first, *second;
	struct kcov_task *t = &task[0];
	int before = fake_live_objects;

	fake_fail_nth = 3;
	tap_ok(kcov_interrupts_prepare(3, WORDS) == -ENOMEM &&
		       fake_live_objects == before + 2,
	       "as many areas for interrupts as there is memory for");
	tap_ok(!kcov_interrupts_prepare(0, WORDS), "none is no failure");
	/* Of two that follow each other, one is in memory that looks right. */
	kcov_interrupts_prepare(1, WORDS);
	second = kcov_scratch_take_interrupt_locked();
	first = kcov_scratch_take_interrupt_locked();
	tap_ok(first->for_interrupts && second->for_interrupts &&
		       first->words == WORDS && second->words == WORDS,
	       "they are told from those of sessions, and their size is known");
	kcov_scratch_put_locked(NULL, first);
	kcov_port_section_free(second);
	listen(WORDS);
	new_task(t);
	fake_context = KCOV_CONTEXT_INTERRUPT;
	kcov_section_start(t, 7);
	tap_ok(t->section && t->section->for_interrupts,
	       "an interrupt collects in such an area");
	kcov_section_start(t, 7);
	tap_ok(t->interrupt_frames.live == 1, "while there is one left");
	kcov_section_stop(t);
	kcov_section_stop(t);
	stop_listening();
	kcov_port_section_free(kcov_scratch_take_interrupt_locked());
}

int main(void)
{
	device = sized_device(WORDS);
	depth();
	contexts();
	memory();
	areas();
	exits();
	stale_sessions();
	local_below_sections(KCOV_TRACE_PC);
	local_below_sections(KCOV_TRACE_CMP);
	copies();
	words_of_a_session();
	interrupts_of_a_full_session();
	idle_task();
	interrupt_areas();
	kcov_device_put(device);
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
