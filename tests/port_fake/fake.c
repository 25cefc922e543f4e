// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The services of the scripted host, every one counted and able to fail, for
 * both of its kinds (kind.h). The contract is checked on the way.
 */
#include "tests/port_fake/fake.h"

#include <string.h>

#include <uapi/linux/kcov_extended.h>

#include "core/device.h"
#include "core/remote.h"
#include "tests/port_fake/kind.h"

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
int fake_devices_freed;
int fake_no_areas;
uint64_t fake_area_limit;
const struct kcov_device *fake_abandoned;

uint64_t fake_taken_elsewhere;
int fake_has_cmp = 1;
int fake_has_seal = 1;
int fake_writable_mappings;
void (*fake_copied_in)(void);
void (*fake_unlocked)(void);

static uint8_t registry_holder;

/* Of each that may run (fake_running()). */
static struct {
	int locks;
	bool interrupts_off;
} here[FAKE_MOST];

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

static void *allocate(size_t bytes)
{
	return fails_now() ? NULL : fake_memory(bytes);
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

#define LIMIT_DOES_NOT_FIT "a limit is not the area's"

/* Would that many records fit into so many words? */
static bool fits(enum kcov_mode mode, uint64_t limit, size_t words)
{
	uint64_t record = mode == KCOV_MODE_PC ? sizeof(uintptr_t) : 32;
	uint64_t count = mode == KCOV_MODE_PC ? sizeof(uintptr_t) : 8;
	uint64_t bytes = words * sizeof(uintptr_t);

	return bytes < count ? !limit : limit == (bytes - count) / record;
}

/* Outside all contexts nobody is who holds it. */
static bool is_mine(const uint8_t *holder)
{
	return *holder == fake_running();
}

static bool is_held_by_me(const uint8_t *holder)
{
	return *holder && is_mine(holder);
}

static void count_lock(int by)
{
	here[fake_running()].locks += by;
}

int fake_locks_held(void)
{
	int i, sum = 0;

	for (i = 0; i < FAKE_MOST; i++)
		sum += here[i].locks;
	return sum;
}

bool fake_interruptible(void)
{
	return !here[fake_running()].locks &&
	       !here[fake_running()].interrupts_off;
}

static void check_sleep(void)
{
	fake_rule(here[fake_running()].locks,
		  "what may sleep is called with a lock");
}

static void check_locked(const struct kcov_device *device)
{
	fake_rule(!is_mine(&device->lock.holder),
		  "what needs the device's lock is called without");
}

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	lock->holder = 0;
}

/* What hosts do whose lock may be left behind by a killed task. */
static void mend(struct kcov_device *device)
{
	if (device->state < KCOV_STATE_LOCAL || kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	bool left_behind;

	fake_rule(is_held_by_me(&device->lock.holder) ||
			  is_held_by_me(&registry_holder) ||
			  here[fake_running()].interrupts_off,
		  "a device's lock does not come first, or is taken twice");
	left_behind = fake_lock(&device->lock.holder);
	count_lock(1);
	fake_device_locks++;
	if (fake_dead_holder_nth && !--fake_dead_holder_nth)
		left_behind = true;
	if (left_behind)
		mend(device);
	return 1;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	check_locked(device);
	fake_rule(flags != 1, "a device's lock gets other flags back");
	count_lock(-1);
	fake_unlock(&device->lock.holder);
	if (fake_unlocked)
		fake_unlocked();
}

unsigned long kcov_port_registry_lock(void)
{
	fake_rule(is_held_by_me(&registry_holder),
		  "the registry's lock is taken twice");
	fake_lock(&registry_holder);
	count_lock(1);
	return 2;
}

void kcov_port_registry_unlock(unsigned long flags)
{
	fake_rule(!is_mine(&registry_holder) || flags != 2,
		  "the registry's lock is not held, or gets other flags back");
	count_lock(-1);
	fake_unlock(&registry_holder);
}

unsigned long kcov_port_irq_save(void)
{
	fake_rule(!fake_interruptible(), "interrupts are kept out already");
	here[fake_running()].interrupts_off = true;
	return 3;
}

void kcov_port_irq_restore(unsigned long flags)
{
	fake_rule(flags != 3 || !here[fake_running()].interrupts_off,
		  "interrupts are let in that were not kept out");
	here[fake_running()].interrupts_off = false;
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	ref->count = 1;
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	fake_touch(&ref->count, sizeof(ref->count));
	fake_rule(ref->count < 1, "a reference is taken to what has none");
	ref->count++;
}

bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	fake_touch(&ref->count, sizeof(ref->count));
	fake_rule(ref->count < 1, "a reference is put that nobody has");
	return !--ref->count;
}

int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	(void)device;
	check_sleep();
	area->memory = allocate(words * sizeof(uintptr_t));
	if (!area->memory)
		return -ENOMEM;
	area->feedback = fake_memory(sizeof(*area->feedback));
	area->owner = 0;
	return 0;
}

void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	(void)device;
	fake_memory_free(area->memory);
	fake_memory_free(area->feedback);
}

void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	fake_rule(!fits(mode, limit, device->words), LIMIT_DOES_NOT_FIT);
	return fails_now() ? NULL : device->area.memory;
}

struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device)
{
	check_locked(device);
	return device->area.feedback;
}

void kcov_port_area_limit(struct kcov_device *device, uint64_t limit)
{
	check_locked(device);
	fake_rule(limit >= device->words, LIMIT_DOES_NOT_FIT);
	fake_area_limit = limit;
}

static void check_word(const struct kcov_device *device, size_t word)
{
	check_locked(device);
	fake_rule(word >= device->words, "a word is behind the area's end");
}

uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word)
{
	check_word(device, word);
	return ((volatile uintptr_t *)device->area.memory)[word];
}

void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value)
{
	check_word(device, word);
	((volatile uintptr_t *)device->area.memory)[word] = value;
}

static void arm(int by)
{
	fake_touch(&fake_armed, sizeof(fake_armed));
	fake_armed += by;
}

int kcov_port_bound(struct kcov_device *device)
{
	if (fails_now())
		return -EBUSY;
	device->area.owner = (uintptr_t)fake_running();
	arm(1);
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	device->area.owner = 0;
	arm(-1);
}

bool kcov_port_abandoned(struct kcov_device *device)
{
	check_locked(device);
	return device == fake_abandoned ||
	       fake_is_dead((int)device->area.owner);
}

void *kcov_port_alloc(size_t bytes)
{
	check_sleep();
	return allocate(bytes);
}

void kcov_port_free(void *memory, size_t bytes)
{
	fake_rule(memory && !fake_memory_is(memory, bytes),
		  "memory is freed with another size");
	fake_memory_free(memory);
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
	check_sleep();
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
	check_locked(device);
	return fake_writable_mappings ? -EBUSY : 0;
}

struct kcov_section *kcov_port_section_alloc(size_t words)
{
	static unsigned char dirt;
	struct kcov_section *section;

	fake_rule(fake_context != KCOV_CONTEXT_TASK,
		  "an interrupt allocates memory");
	section = allocate(sizeof(*section) + sizeof(*section->feedback));
	if (!section)
		return NULL;
	/* Whatever is there is not what the core wants, every other time. */
	fill(section, dirt ^= 1, sizeof(*section) + sizeof(*section->feedback));
	section->feedback = (struct kcov_feedback *)(section + 1);
	section->area = allocate(words * sizeof(uintptr_t));
	if (!section->area) {
		fake_memory_free(section);
		return NULL;
	}
	/* The largest areas are there to be counted; no test fills one. */
	fill(section->area, dirt,
	     (words < FAKE_DIRTY ? words : FAKE_DIRTY) * sizeof(uintptr_t));
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	fake_memory_free(section->area);
	fake_memory_free(section);
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	fake_rule(!fits(mode, limit, section->words), LIMIT_DOES_NOT_FIT);
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

static void check_registry(void)
{
	fake_rule(!is_mine(&registry_holder),
		  "what needs the registry's lock is called without");
}

int fake_publish(struct kcov_session *session, int err)
{
	check_registry();
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

	check_registry();
	for (i = 0; i < published; i++) {
		if (publications[i].session != session)
			continue;
		fake_rule(publications[i].handles != session->handles,
			  "other handles are withdrawn than were published");
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
	fake_rule(happened, "the core reports a bug");
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
	fake_memory_free(device);
}
