// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R4, L-X3, S-M4 over processes, as one process sees it: handles that
 * somebody else has, and proxies of somebody else's session. The test plays the
 * other process: it writes the device that both share.
 * kills: a proxy without its reference, one for another epoch, an area that is
 * believed; a refused REMOTE_ENABLE that leaves a trace.
 */
#include "core/buffer.h"
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

#define WORDS 32
#define HANDLE 7u

static struct kcov_task self, worker;
static struct kcov_device *device;
static int baseline;

static void begin(void)
{
	baseline = fake_live_objects;
	new_task(&worker);
	new_task(&self);
	device = sized_device(WORDS);
}

static void end(const char *what)
{
	kcov_task_exited(&self);
	kcov_task_exited(&worker);
	kcov_device_put(device);
	tap_ok(fake_live_objects == baseline && !fake_published(),
	       "nothing is left of %s", what);
}

/* What another process does to a device that both have. */
static void elsewhere_enables(void)
{
	device->state = KCOV_STATE_REMOTE;
	device->mode = KCOV_MODE_PC;
	fake_armed++;
}

static void elsewhere_disables(void)
{
	device->state = KCOV_STATE_INIT;
	device->epoch++;
	fake_armed--;
}

/* It has a session for which there is a proxy here. */
static void begin_elsewhere(void)
{
	begin();
	elsewhere_enables();
	kcov_proxy_open(device, HANDLE, 0, WORDS);
}

static void end_elsewhere(const char *what)
{
	elsewhere_disables();
	kcov_session_reap(HANDLE);
	end(what);
}

static void start_section(void)
{
	fake_current = &worker;
	kcov_section_start(&worker, HANDLE);
	__sanitizer_cov_trace_pc();
}

static uintptr_t delivered_by_a_section(void)
{
	uintptr_t before = device->area.memory[0];

	start_section();
	kcov_section_stop(&worker);
	return device->area.memory[0] - before;
}

static void proxies_collect(void)
{
	begin();
	elsewhere_enables();
	tap_ok(!delivered_by_a_section(), "without a proxy nothing is found");
	tap_ok(!kcov_proxy_open(device, HANDLE, 0, WORDS), "a proxy is made");
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -EEXIST,
	       "one for a handle");
	tap_ok(delivered_by_a_section() == 1, "sections deliver");
	tap_ok(!kcov_session_reap(HANDLE), "a session that lasts is not taken");
	elsewhere_disables();
	elsewhere_enables();
	tap_ok(!delivered_by_a_section(), "not into the next session");
	tap_ok(kcov_session_reap(HANDLE) && !kcov_session_reap(HANDLE),
	       "a proxy whose session is over goes, once");
	tap_ok(!kcov_proxy_open(device, HANDLE, 1, WORDS) &&
		       delivered_by_a_section() == 1,
	       "the next session has a proxy of its own");
	end_elsewhere("two sessions");
}

static void proxies_collect_comparisons(void)
{
	begin();
	elsewhere_enables();
	device->mode = KCOV_MODE_CMP;
	kcov_proxy_open(device, HANDLE, 0, WORDS);
	start_section();
	__sanitizer_cov_trace_const_cmp4(3, 4);
	kcov_section_stop(&worker);
	tap_ok(device->area.memory[0] == 1 && device->area.memory[2] == 3,
	       "a proxy of a comparison session collects comparisons");
	end_elsewhere("comparisons");
}

/* A session of ours says in its device what others are to collect for it. */
static void mode_is_told(uint32_t mode, const char *what)
{
	union remote remote;
	const uint64_t *area;

	begin();
	area = (const uint64_t *)device->area.memory;
	ask(&remote, WORDS, 0, HANDLE + 1);
	remote.arg.trace_mode = mode;
	remote_enable(device, &remote);
	kcov_proxy_open(device, HANDLE, 0, WORDS);
	start_section();
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_const_cmp4(3, 4);
	kcov_section_stop(&worker);
	tap_ok(area[0] == (mode == KCOV_TRACE_PC ? 2 : 1),
	       "elsewhere, too, a session of %s collects them", what);
	kcov_task_exited(&self);
	kcov_session_reap(HANDLE);
	end(what);
}

/* For the one handle that it stands for. */
static void memory_of_a_proxy(void)
{
	begin_elsewhere();
	tap_ok(kcov_registry_find_locked(HANDLE)->bytes ==
		       sizeof(struct kcov_session) +
			       sizeof(struct kcov_handle_node),
	       "a proxy has memory for one handle, and no more");
	end_elsewhere("its memory");
}

static void section_outlives_proxy(void)
{
	begin_elsewhere();
	start_section();
	elsewhere_disables();
	kcov_session_reap(HANDLE);
	kcov_section_stop(&worker);
	tap_ok(!device->area.memory[0], "a late section delivers nothing");
	end("a proxy with a section");
}

/* Ours takes the place of what a dead process left. */
static void heir_of_a_dead_process(void)
{
	union remote remote;
	struct kcov_device *own;

	begin_elsewhere();
	own = sized_device(WORDS);
	ask(&remote, WORDS, 0, HANDLE);
	tap_ok(remote_enable(own, &remote) == -EEXIST,
	       "a handle with a proxy is taken");
	fake_abandoned = device;
	tap_ok(!remote_enable(own, &remote), "unless its owner is dead");
	fake_abandoned = NULL;
	fake_armed--;
	tap_ok(!delivered_by_a_section() && own->area.memory[0] == 1,
	       "from then on sections are the heir's");
	kcov_task_exited(&self);
	kcov_device_put(own);
	end("the dead process");
}

/* Each of the handles is asked for, the first one and the last one too. */
static void heir_of_one_handle(unsigned int place)
{
	union remote remote;

	begin();
	ask(&remote, WORDS, 3, 0);
	elsewhere_enables();
	kcov_proxy_open(device, USB(place), 0, WORDS);
	elsewhere_disables();
	tap_ok(!remote_enable(device, &remote),
	       "handle %u of three is taken over from who is gone", place);
	end("who is gone");
}

/* The device is shared memory: nothing in it is believed. */
static void refused_proxies(void)
{
	size_t good;

	begin();
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -EINVAL,
	       "no proxy for a device that is not enabled");
	elsewhere_enables();
	tap_ok(kcov_proxy_open(device, HANDLE, 1, WORDS) == -EINVAL,
	       "nor for another epoch");
	tap_ok(kcov_proxy_open(device, HANDLE, 0, 1) == -EINVAL &&
		       kcov_proxy_open(device, HANDLE, 0, (1 << 24) + 1) ==
			       -EINVAL,
	       "nor with private areas of impossible sizes");
	good = device->words;
	device->words = (~(size_t)0 >> 3) + 3;
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -EINVAL,
	       "nor for an area whose size overflows");
	device->words = 1;
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -EINVAL,
	       "nor for one without a record");
	device->words = KCOV_MAX_WORDS + 1;
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -EINVAL,
	       "nor for one that is larger than any");
	device->words = good;
	fake_fail_nth = 1;
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -ENOMEM,
	       "nor without memory");
	fake_fail_nth = 2;
	tap_ok(kcov_proxy_open(device, HANDLE, 0, WORDS) == -ENOMEM,
	       "nor without a mapping");
	fake_fail_nth = 0;
	elsewhere_disables();
	end("refused proxies");
}

static bool proxy_for_size(size_t words)
{
	const size_t good = device->words;
	int err;

	elsewhere_enables();
	device->words = words;
	err = kcov_proxy_open(device, HANDLE, device->epoch, WORDS);
	device->words = good;
	elsewhere_disables();
	return !err && kcov_session_reap(HANDLE);
}

static void proxies_of_extreme_areas(void)
{
	begin();
	tap_ok(proxy_for_size(KCOV_MIN_WORDS) && proxy_for_size(KCOV_MAX_WORDS),
	       "the smallest and the largest area have proxies");
	end("extreme areas");
}

/* First bad one decides, whatever is wrong with it and wherever. */
static long enable_two(uint64_t first, uint64_t second)
{
	union remote remote;

	ask(&remote, WORDS, 2, 0);
	remote.arg.handles[0] = first;
	remote.arg.handles[1] = second;
	return remote_enable(device, &remote);
}

static void order_of_errors(void)
{
	const uint64_t bad = USB(1ull << 40);

	begin();
	fake_taken_elsewhere = USB(1);
	tap_ok(enable_two(USB(1), bad) == -EEXIST,
	       "taken elsewhere before malformed: EEXIST");
	tap_ok(enable_two(bad, USB(1)) == -EINVAL,
	       "malformed before taken elsewhere: EINVAL");
	tap_ok(enable_two(USB(2), USB(1)) == -EEXIST,
	       "taken elsewhere after a free one: EEXIST");
	tap_ok(enable_two(USB(2), USB(2)) == -EEXIST, "twice the same: EEXIST");
	tap_ok(device->state == KCOV_STATE_INIT && !device->epoch &&
		       !self.device && !fake_published() && !fake_armed,
	       "which leaves everything as it was");
	fake_taken_elsewhere = 0;
	tap_ok(!enable_two(USB(2), USB(1)) && fake_published() == 1,
	       "handles that nobody has are made known");
	disable(device);
	tap_ok(!fake_published(), "until the session ends");
	end("refused sessions");
}

int main(void)
{
	proxies_collect();
	proxies_collect_comparisons();
	mode_is_told(KCOV_TRACE_PC, "PCs");
	mode_is_told(KCOV_TRACE_CMP, "comparisons");
	memory_of_a_proxy();
	section_outlives_proxy();
	heir_of_a_dead_process();
	heir_of_one_handle(0);
	heir_of_one_handle(1);
	heir_of_one_handle(2);
	refused_proxies();
	proxies_of_extreme_areas();
	order_of_errors();
	tap_ok(!fake_complaints && !fake_locks_held(),
	       "every call kept the rules of the port");
	return tap_done();
}
