// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/schedules/host.h"

#include <string.h>

#include "core/device.h"
#include "core/remote.h"
#include "tests/schedules/explore.h"
#include "tests/schedules/memory.h"

struct kcov_task *fake_current;
uint32_t fake_context;
uintptr_t fake_pc;
int fake_has_cmp = 1;
int fake_has_seal;
int fake_armed PUT_BACK;
const struct kcov_device *host_abandoned PUT_BACK;

static uint8_t registry_holder PUT_BACK;

enum { DEVICES = 4 };

/* Who enabled it, as a port has it in a device's header; 0: nobody. */
static struct {
	const struct kcov_device *device;
	int context;
} owners[DEVICES] PUT_BACK;

static int *owner_of(const struct kcov_device *device)
{
	int i;

	for (i = 0; owners[i].device && owners[i].device != device; i++)
		if (i == DEVICES - 1)
			explore_fail("more devices than there are");
	owners[i].device = device;
	return &owners[i].context;
}

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	*(uint8_t *)&lock->held = 0;
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	if (explore_lock((uint8_t *)&device->lock.held) &&
	    (device->state < KCOV_STATE_LOCAL || kcov_port_abandoned(device)))
		kcov_device_recover_locked(device);
	return 1;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	(void)flags;
	explore_unlock((uint8_t *)&device->lock.held);
}

unsigned long kcov_port_registry_lock(void)
{
	explore_lock(&registry_holder);
	return 2;
}

void kcov_port_registry_unlock(unsigned long flags)
{
	(void)flags;
	explore_unlock(&registry_holder);
}

unsigned long kcov_port_irq_save(void)
{
	return 3;
}

void kcov_port_irq_restore(unsigned long flags)
{
	(void)flags;
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	ref->count = 1;
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	explore_access(STEP_WRITE, &ref->count, sizeof(ref->count));
	if (ref->count++ < 1)
		explore_fail("a reference is taken to what has none");
}

bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	explore_access(STEP_WRITE, &ref->count, sizeof(ref->count));
	if (ref->count < 1)
		explore_fail("a reference is put that nobody has");
	return !--ref->count;
}

int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	(void)device;
	area->memory = memory_alloc(words * sizeof(uintptr_t));
	area->feedback = memory_alloc(sizeof(*area->feedback));
	return 0;
}

void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	(void)device;
	memory_free(area->memory);
	memory_free(area->feedback);
}

void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	(void)mode;
	(void)limit;
	return device->area.memory;
}

struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device)
{
	return device->area.feedback;
}

void kcov_port_area_limit(struct kcov_device *device, uint64_t limit)
{
	(void)device;
	(void)limit;
}

uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word)
{
	return device->area.memory[word];
}

void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value)
{
	device->area.memory[word] = value;
}

static void arm(int by)
{
	explore_access(STEP_WRITE, &fake_armed, sizeof(fake_armed));
	fake_armed += by;
}

int kcov_port_bound(struct kcov_device *device)
{
	*owner_of(device) = explore_running() + 1;
	arm(1);
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	*owner_of(device) = 0;
	arm(-1);
}

bool kcov_port_abandoned(struct kcov_device *device)
{
	int owner = *owner_of(device);

	return device == host_abandoned ||
	       (owner && explore_is_dead(owner - 1));
}

void *kcov_port_alloc(size_t bytes)
{
	return memory_alloc(bytes);
}

void kcov_port_free(void *memory, size_t bytes)
{
	(void)bytes;
	memory_free(memory);
}

int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	memcpy(to, (const void *)client_pointer, bytes);
	return 0;
}

int kcov_port_copy_out(uintptr_t client_pointer, const void *from, size_t bytes)
{
	memcpy((void *)client_pointer, from, bytes);
	return 0;
}

void kcov_port_describe(struct kcov_query *query)
{
	(void)query;
}

int kcov_port_may_seal(struct kcov_device *device)
{
	(void)device;
	return 0;
}

struct kcov_section *kcov_port_section_alloc(size_t words)
{
	struct kcov_section *section = memory_alloc(sizeof(*section));

	section->area = memory_alloc(words * sizeof(uintptr_t));
	section->feedback = memory_alloc(sizeof(*section->feedback));
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	memory_free(section->area);
	memory_free(section->feedback);
	memory_free(section);
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	(void)mode;
	(void)limit;
	*(uintptr_t *)section->area = 0;
}

int fake_publish(struct kcov_session *session, int err)
{
	(void)session;
	return err;
}

void fake_withdraw(struct kcov_session *session)
{
	(void)session;
}

void kcov_port_no_area(uint64_t handle)
{
	(void)handle;
}

void kcov_port_bug(bool happened)
{
	if (happened)
		explore_fail("the core reports a bug");
}

struct kcov_device *host_device_open(void)
{
	struct kcov_device *device = memory_alloc(sizeof(*device));

	kcov_device_init(device);
	return device;
}

void kcov_port_device_free(struct kcov_device *device)
{
	memory_free(device);
}

int host_locks_held(void)
{
	return registry_holder != 0;
}

int host_armed(void)
{
	return fake_armed;
}
