// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The scripted host: one thread, contexts by decree, every cold service counted
 * and able to fail. Memory is malloc's, so that sanitizers see each byte.
 */
#include "tests/port_fake/fake.h"

#include <stdlib.h>
#include <string.h>

#include <uapi/linux/kcov_extended.h>

#include "core/device.h"
#include "core/remote.h"

struct kcov_task *fake_current;
uint32_t fake_context;
int fake_armed;
uintptr_t fake_pc;

unsigned int fake_fail_nth;
unsigned int fake_fail_again;
unsigned int fake_failed;
unsigned int fake_could_fail;
unsigned int fake_dead_holder_nth;
unsigned int fake_device_locks;
int fake_live_objects;
int fake_locks_held;
int fake_devices_freed;
int fake_complaints;
int fake_no_areas;
const struct kcov_device *fake_abandoned;

uint64_t fake_taken_elsewhere;
int fake_has_cmp = 1;
int fake_has_seal = 1;
int fake_writable_mappings;
void (*fake_copied_in)(void);
void (*fake_unlocked)(void);
void (*fake_freed)(void);

static bool registry_held;
static bool interrupts_off;

#define FAKE_SESSIONS 64

/* What other processes are told. */
static struct {
	const struct kcov_session *session;
	uint32_t handles;
} publications[FAKE_SESSIONS];
static int published;

static bool fails_now(void)
{
	fake_could_fail++;
	if (!fake_fail_nth || --fake_fail_nth)
		return false;
	fake_failed++;
	fake_fail_nth = fake_fail_again;
	fake_fail_again = 0;
	return true;
}

/* Words of a section's area that begin as anything. */
#define FAKE_DIRTY 4096

#define FAKE_CANARY 0x7379656e616e7263ull

/*
 * Stands before what was allocated, to be asked when it is freed. No checker
 * knows where it ends and an area begins; the canary does.
 */
struct allocation {
	struct allocation *older, *newer;
	uint64_t bytes;
	uint64_t canary;
	uint64_t memory[];
};
static struct allocation *newest;

static void *allocate_surely(size_t bytes)
{
	struct allocation *allocation = calloc(1, sizeof(*allocation) + bytes);

	fake_live_objects++;
	allocation->older = newest;
	if (newest)
		newest->newer = allocation;
	newest = allocation;
	allocation->bytes = bytes;
	allocation->canary = FAKE_CANARY;
	return allocation->memory;
}

static void *allocate(size_t bytes)
{
	return fails_now() ? NULL : allocate_surely(bytes);
}

static struct allocation *allocation_of(void *memory)
{
	return (struct allocation *)((char *)memory -
				     offsetof(struct allocation, memory));
}

static void release(void *memory)
{
	struct allocation *allocation;

	if (!memory)
		return;
	allocation = allocation_of(memory);
	fake_live_objects--;
	fake_complaints += allocation->canary != FAKE_CANARY;
	if (allocation->older)
		allocation->older->newer = allocation->newer;
	if (allocation->newer)
		allocation->newer->older = allocation->older;
	else
		newest = allocation->older;
	free(allocation);
	if (fake_freed)
		fake_freed();
}

/* What the memory sanitizer has, where it is linked in. */
void __msan_allocated_memory(const volatile void *memory, size_t bytes)
	__attribute__((weak));

/* What stands there is nobody's: a checker that can shall say who believes it. */
static void fill(void *memory, int byte, size_t bytes)
{
	memset(memory, byte, bytes);
	if (__msan_allocated_memory)
		__msan_allocated_memory(memory, bytes);
}

void fake_each_object(void (*see)(const void *memory, size_t bytes))
{
	const struct allocation *allocation;

	for (allocation = newest; allocation; allocation = allocation->older)
		see(allocation->memory, allocation->bytes);
}

/* Would that many records fit into so many words? */
static bool fits(enum kcov_mode mode, uint64_t limit, size_t words)
{
	uint64_t record = mode == KCOV_MODE_PC ? sizeof(uintptr_t) : 32;
	uint64_t count = mode == KCOV_MODE_PC ? sizeof(uintptr_t) : 8;
	uint64_t bytes = words * sizeof(uintptr_t);

	return bytes < count ? !limit : limit == (bytes - count) / record;
}

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	lock->held = false;
}

/* What hosts do whose lock may be left behind by a killed task. */
static void mend(struct kcov_device *device)
{
	if (device->state < KCOV_STATE_LOCAL || kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	/* A device's lock comes first and is not taken twice. */
	fake_complaints += device->lock.held || registry_held || interrupts_off;
	device->lock.held = true;
	fake_locks_held++;
	fake_device_locks++;
	if (fake_dead_holder_nth && !--fake_dead_holder_nth)
		mend(device);
	return 1;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	fake_complaints += !device->lock.held || flags != 1;
	device->lock.held = false;
	fake_locks_held--;
	if (fake_unlocked)
		fake_unlocked();
}

unsigned long kcov_port_registry_lock(void)
{
	fake_complaints += registry_held;
	registry_held = true;
	fake_locks_held++;
	return 2;
}

void kcov_port_registry_unlock(unsigned long flags)
{
	fake_complaints += !registry_held || flags != 2;
	registry_held = false;
	fake_locks_held--;
}

unsigned long kcov_port_irq_save(void)
{
	fake_complaints += fake_locks_held != 0 || interrupts_off;
	interrupts_off = true;
	return 3;
}

void kcov_port_irq_restore(unsigned long flags)
{
	fake_complaints += flags != 3 || !interrupts_off;
	interrupts_off = false;
}

bool fake_interruptible(void)
{
	return !fake_locks_held && !interrupts_off;
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	ref->count = 1;
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	fake_complaints += ref->count < 1;
	ref->count++;
}

bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	fake_complaints += ref->count < 1;
	return !--ref->count;
}

int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	(void)device;
	fake_complaints += fake_locks_held != 0;
	area->memory = allocate(words * sizeof(uintptr_t));
	if (!area->memory)
		return -ENOMEM;
	area->feedback = allocate_surely(sizeof(*area->feedback));
	return 0;
}

void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	(void)device;
	release(area->memory);
	release(area->feedback);
}

void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	fake_complaints += !fits(mode, limit, device->words);
	return fails_now() ? NULL : device->area.memory;
}

struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device)
{
	fake_complaints += !device->lock.held;
	return device->area.feedback;
}

void kcov_port_area_limit(struct kcov_device *device, uint64_t limit)
{
	fake_complaints += !device->lock.held || limit >= device->words;
}

uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word)
{
	fake_complaints += !device->lock.held || word >= device->words;
	return ((volatile uintptr_t *)device->area.memory)[word];
}

void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value)
{
	fake_complaints += !device->lock.held || word >= device->words;
	((volatile uintptr_t *)device->area.memory)[word] = value;
}

int kcov_port_bound(struct kcov_device *device)
{
	(void)device;
	if (fails_now())
		return -EBUSY;
	fake_armed++;
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	(void)device;
	fake_armed--;
}

bool kcov_port_abandoned(struct kcov_device *device)
{
	fake_complaints += !device->lock.held;
	return device == fake_abandoned;
}

void *kcov_port_alloc(size_t bytes)
{
	fake_complaints += fake_locks_held != 0;
	return allocate(bytes);
}

void kcov_port_free(void *memory, size_t bytes)
{
	fake_complaints += memory && allocation_of(memory)->bytes != bytes;
	release(memory);
}

int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	/* No client has anything on the first page. */
	if (client_pointer < 4096 || fails_now())
		return -EFAULT;
	memcpy(to, (const void *)client_pointer, bytes);
	if (fake_copied_in)
		fake_copied_in();
	return 0;
}

int kcov_port_copy_out(uintptr_t client_pointer, const void *from, size_t bytes)
{
	fake_complaints += fake_locks_held != 0;
	if (client_pointer < 4096 || fails_now())
		return -EFAULT;
	memcpy((void *)client_pointer, from, bytes);
	return 0;
}

void kcov_port_describe(struct kcov_query *query)
{
	query->pc_form = KCOV_PC_LINKED;
	query->granule = 1;
}

int kcov_port_may_seal(struct kcov_device *device)
{
	fake_complaints += !device->lock.held;
	return fake_writable_mappings ? -EBUSY : 0;
}

struct kcov_section *kcov_port_section_alloc(size_t words)
{
	static unsigned char dirt;
	struct kcov_section *section;

	/* Interrupts must not allocate. */
	fake_complaints += fake_context != KCOV_CONTEXT_TASK;
	section = allocate(sizeof(*section) + sizeof(*section->feedback));
	if (!section)
		return NULL;
	/* Whatever is there is not what the core wants, every other time. */
	fill(section, dirt ^= 1,
	     sizeof(*section) + sizeof(*section->feedback));
	section->feedback = (struct kcov_feedback *)(section + 1);
	section->area = allocate(words * sizeof(uintptr_t));
	if (!section->area) {
		release(section);
		return NULL;
	}
	/* The largest areas are there to be counted; no test fills one. */
	fill(section->area, dirt,
	     (words < FAKE_DIRTY ? words : FAKE_DIRTY) * sizeof(uintptr_t));
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	release(section->area);
	release(section);
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	fake_complaints += !fits(mode, limit, section->words);
	*(uintptr_t *)section->area = 0;
}

static bool is_taken_elsewhere(const struct kcov_session *session)
{
	uint32_t i;

	for (i = 0; i < session->handles; i++)
		if (session->nodes[i].handle == fake_taken_elsewhere)
			return true;
	return false;
}

int fake_publish(struct kcov_session *session, int err)
{
	fake_complaints += !registry_held;
	if (fake_taken_elsewhere && is_taken_elsewhere(session))
		return -EEXIST;
	if (err)
		return err;
	if (fails_now() || published == FAKE_SESSIONS)
		return -ENOMEM;
	publications[published].session = session;
	publications[published++].handles = session->handles;
	return 0;
}

void fake_withdraw(struct kcov_session *session)
{
	int i;

	fake_complaints += !registry_held;
	for (i = 0; i < published; i++) {
		if (publications[i].session != session)
			continue;
		fake_complaints += publications[i].handles != session->handles;
		publications[i--] = publications[--published];
	}
}

int fake_published(void)
{
	return published;
}

void kcov_port_no_area(uint64_t handle)
{
	(void)handle;
	fake_no_areas++;
}

void kcov_port_bug(bool happened)
{
	fake_complaints += happened;
}

struct kcov_device *fake_device_open(void)
{
	struct kcov_device *device = allocate(sizeof(*device));

	if (!device)
		return NULL;
	/* A host need not clear what it hands out. */
	fill(device, 0xa5, sizeof(*device));
	kcov_device_init(device);
	return device;
}

void kcov_port_device_free(struct kcov_device *device)
{
	fake_devices_freed++;
	release(device);
}
