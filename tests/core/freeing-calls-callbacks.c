// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D4: a host's own code may be traced, its free among it, and runs callbacks
 * when what it frees is gone. They collect for whom the task collects then, or
 * for nobody, and never into what was freed.
 * kills: a device, or a section's area, that is freed before the task lets go.
 */
#include "tests/core/fixture.h"
#include "tests/port_fake/callbacks.h"

enum { WORDS = 64 };

static struct kcov_task owner, task;
static unsigned int frees;
static unsigned int stale;
static const void *wanted;
static bool found;

static void see(const void *memory, size_t bytes)
{
	found |= (uintptr_t)wanted - (uintptr_t)memory < bytes;
}

static bool is_there(const void *area)
{
	wanted = area;
	found = area == &kcov_idle_area[2];
	fake_each_object(see);
	return found;
}

static void free_is_traced(void)
{
	frees++;
	/* A callback would show it to a sanitizer alone. */
	if (!is_there(fake_current->pc.area) ||
	    !is_there(fake_current->cmp.area)) {
		stale++;
		return;
	}
	__sanitizer_cov_trace_pc();
	__sanitizer_cov_trace_cmp4(1, 2);
}

static void begin(void)
{
	new_task(&task);
	frees = stale = 0;
}

/* Many frees or none are for the core to choose, but not what they touch. */
static void claim(const char *sentence)
{
	tap_ok(frees && !stale,
	       "%s: %u frees collect into nothing that is gone", sentence,
	       frees);
}

static struct kcov_device *closed_device(uintptr_t mode)
{
	struct kcov_device *device = sized_device(WORDS);

	begin();
	enable(device, mode);
	/* The task's reference is the last one. */
	kcov_device_put(device);
	return device;
}

static void local_sessions(uintptr_t mode, const char *name)
{
	struct kcov_device *device = closed_device(mode);

	disable(device);
	tap_ok(frees && !stale, "%s: DISABLE of a closed device", name);
	closed_device(mode);
	kcov_task_exited(&task);
	tap_ok(frees && !stale, "%s: exit with a closed device", name);
}

static struct kcov_device *listener(uint32_t mode)
{
	struct kcov_device *device = sized_device(WORDS);
	static union remote remote;

	new_task(&owner);
	ask(&remote, WORDS, 1, 7);
	remote.arg.trace_mode = mode;
	remote_enable(device, &remote);
	return device;
}

static void owner_leaves(struct kcov_device *device)
{
	fake_current = &owner;
	disable(device);
	kcov_device_put(device);
	fake_current = &task;
}

/* Records of the frees alone: the task runs nothing else. */
static uintptr_t records_of(const struct kcov_device *device)
{
	return device->area.memory[0];
}

/*
 * The last section of a session that is over frees the session, its device and
 * both areas, while the task below collects for itself.
 */
static void sections(uint32_t mode, const char *name)
{
	struct kcov_device *local = sized_device(WORDS), *device;

	device = listener(mode);
	begin();
	enable(local, mode);
	kcov_section_start(&task, 7);
	kcov_section_start(&task, USB(0));
	owner_leaves(device);
	kcov_section_stop(&task);
	frees = stale = 0;
	local->area.memory[0] = 0;
	kcov_section_stop(&task);
	claim(name);
	tap_ok(records_of(local) == frees,
	       "%s: they are the task's own work by then", name);

	device = listener(mode);
	fake_current = &task;
	kcov_section_start(&task, 7);
	kcov_section_start(&task, USB(0));
	owner_leaves(device);
	kcov_device_put(local);
	frees = stale = 0;
	kcov_task_exited(&task);
	tap_ok(frees && !stale,
	       "%s: exit in sections of a session that is over", name);
}

/* What a refused call made goes again, while the task collects. */
static void refusals(void)
{
	struct kcov_device *local = sized_device(WORDS);
	struct kcov_device *owned = sized_device(WORDS);
	struct kcov_device *other = sized_device(WORDS);
	union remote remote;

	begin();
	ask(&remote, WORDS, 1, 7);
	remote_enable(owned, &remote);
	enable(local, KCOV_TRACE_PC);
	frees = 0;
	tap_ok(remote_enable(other, &remote) == -EBUSY && frees && !stale &&
		       records_of(local) == frees,
	       "a refused REMOTE_ENABLE is the task's own work");
	kcov_device_set_size(other, WORDS);
	tap_ok(records_of(local) == frees, "and so is a second INIT_TRACE");
	disable(local);
	disable(owned);
	kcov_device_put(local);
	kcov_device_put(owned);
	kcov_device_put(other);
}

int main(void)
{
	struct kcov_device *bystander = sized_device(WORDS);
	struct kcov_task another;

	/* Somebody collects, so callbacks look at their task all the time. */
	new_task(&another);
	enable(bystander, KCOV_TRACE_PC);
	fake_freed = free_is_traced;
	local_sessions(KCOV_TRACE_PC, "PC");
	local_sessions(KCOV_TRACE_CMP, "CMP");
	sections(KCOV_TRACE_PC, "PC");
	sections(KCOV_TRACE_CMP, "CMP");
	refusals();
	tap_ok(!records_of(bystander), "nothing reaches another task's area");
	fake_current = &another;
	disable(bystander);
	kcov_device_put(bystander);
	tap_ok(nothing_left(0), "everything was given back");
	return tap_done();
}
