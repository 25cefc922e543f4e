// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O5, S-M7: a remote owner that dies without telling. Its handles go to
 * whoever asks for them, also when somebody noticed the death before; a section
 * that runs for the dead session goes on and delivers nothing; the handles of
 * the living stay; nothing leaks. An owner of both kinds leaves both devices.
 * kills: a reap that asks whether the device is still the dead session's, or
 * that frees what a section uses.
 */
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

#define WORDS 32
#define HANDLE 7u
#define OTHER 8u

static struct kcov_task dead, heir, worker;
static struct kcov_device *first, *second;

static long listen(struct kcov_device *device, struct kcov_task *task,
		   uint64_t handle)
{
	union remote remote;

	ask(&remote, WORDS, 0, handle);
	fake_current = task;
	return remote_enable(device, &remote);
}

static void start_section(uint64_t handle)
{
	fake_current = &worker;
	kcov_section_start(&worker, handle);
	__sanitizer_cov_trace_pc();
}

static void run_section(uint64_t handle)
{
	start_section(handle);
	kcov_section_stop(&worker);
}

/* The first device's owner vanishes, with its block. */
static void begin(void)
{
	new_task(&dead);
	new_task(&heir);
	new_task(&worker);
	first = sized_device(WORDS);
	second = sized_device(WORDS);
	fake_abandoned = NULL;
	if (listen(first, &dead, HANDLE))
		exit(99);
}

static void die(void)
{
	fake_abandoned = first;
	/* What the owner held, nobody gives back: the host takes it. */
	kcov_device_put(first);
	fake_armed--;
}

static void end(int baseline, const char *when)
{
	kcov_task_exited(&heir);
	kcov_task_exited(&worker);
	kcov_device_put(first);
	kcov_device_put(second);
	tap_ok(fake_live_objects == baseline && !fake_armed,
	       "nothing is left %s", when);
}

static uintptr_t count(const struct kcov_device *device)
{
	return device->area.memory[0];
}

static void handles_are_taken(int baseline)
{
	begin();
	tap_ok(listen(second, &heir, HANDLE) == -EEXIST,
	       "a living owner keeps its handle");
	die();
	tap_ok(listen(second, &heir, OTHER) == 0 &&
		       first->state == KCOV_STATE_REMOTE,
	       "nobody looks at owners whose handles are not asked for");
	disable(second);
	tap_ok(listen(second, &heir, HANDLE) == 0,
	       "a dead owner's handle is taken");
	tap_ok(first->state == KCOV_STATE_INIT && first->epoch == 1,
	       "and its session is over");
	run_section(HANDLE);
	tap_ok(count(second) == 1 && !count(first), "the heir collects");
	end(baseline, "of a dead owner");
}

/* It collected for itself, too, with a device of its own. */
static void both_are_left(int baseline)
{
	struct kcov_device *local = sized_device(WORDS);

	begin();
	fake_current = &dead;
	tap_ok(!enable(local, KCOV_TRACE_PC), "a remote owner is traced too");
	__sanitizer_cov_trace_pc();
	die();
	tap_ok(!listen(second, &heir, HANDLE) &&
		       local->state == KCOV_STATE_LOCAL,
	       "who takes its handle does not ask for its other device");
	fake_abandoned = local;
	kcov_device_put(local);
	fake_armed--;
	tap_ok(!enable(local, KCOV_TRACE_PC) && count(local) == 1,
	       "which the heir enables as well, with what is in it");
	run_section(HANDLE);
	tap_ok(count(local) == 1 && count(second) == 1 && !count(first),
	       "what is delivered to the heir is not in its local trace");
	kcov_device_put(local);
	end(baseline, "of a dead owner of both");
}

/* The device changes hands before anybody asks for the handle. */
static void noticed_before(int baseline)
{
	begin();
	die();
	fake_current = &heir;
	tap_ok(!enable(first, KCOV_TRACE_PC),
	       "a dead owner's device is enabled by somebody else");
	tap_ok(listen(second, &worker, HANDLE) == 0,
	       "whose session does not keep the dead one's handle");
	end(baseline, "of an owner whose death was noticed twice");
}

static void section_goes_on(int baseline)
{
	begin();
	start_section(HANDLE);
	die();
	tap_ok(listen(second, &heir, HANDLE) == 0,
	       "a handle is taken while a section runs for the dead");
	fake_current = &worker;
	__sanitizer_cov_trace_pc();
	kcov_section_stop(&worker);
	tap_ok(!count(first) && !count(second), "which delivers to nobody");
	run_section(HANDLE);
	tap_ok(count(second) == 1, "while the next one reaches the heir");
	end(baseline, "of a section that outlived its owner");
}

int main(void)
{
	int baseline = fake_live_objects;

	handles_are_taken(baseline);
	both_are_left(baseline);
	noticed_before(baseline);
	section_goes_on(baseline);
	tap_ok(!fake_complaints && !fake_locks_held(),
	       "every call kept the rules of the port");
	return tap_done();
}
