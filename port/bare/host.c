// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The services of the smallest host, called by the core in the contexts that
 * core/port.h says. A client's memory is the kernel's own here.
 */
#include <uapi/linux/kcov_extended.h>

#include "core/remote.h"
#include "port/bare/bare.h"

int bare_armed;

/* Who runs before there are tasks. */
static struct kcov_task nobody = KCOV_TASK_IDLE;
struct bare_cpu bare_first_cpu = { .task = &nobody };

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	lock->word = 0;
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	return bare_lock(&device->lock.word);
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	bare_unlock(&device->lock.word, flags);
}

static unsigned int registry;

unsigned long kcov_port_registry_lock(void)
{
	return bare_lock(&registry);
}

void kcov_port_registry_unlock(unsigned long flags)
{
	bare_unlock(&registry, flags);
}

unsigned long kcov_port_irq_save(void)
{
	return bare_irq_save();
}

void kcov_port_irq_restore(unsigned long flags)
{
	bare_irq_restore(flags);
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	ref->count = 1;
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	bare_add(&ref->count, 1);
}

bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	return !bare_add(&ref->count, -1);
}

int kcov_port_bound(struct kcov_device *device)
{
	bare_add(&bare_armed, 1);
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	bare_add(&bare_armed, -1);
}

/* Every exit passes through bare_task_exited(). */
bool kcov_port_abandoned(struct kcov_device *device)
{
	return false;
}

/* What stands beside the area is behind it, where 64-bit words may be. */
int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	area->bytes = (words + 1) * sizeof(uintptr_t) + sizeof(*area->feedback);
	area->memory = kcov_port_alloc(area->bytes);
	area->feedback = (void *)&area->memory[words + words % 2];
	return area->memory ? 0 : -ENOMEM;
}

void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	kcov_port_free(area->memory, area->bytes);
}

/* Every task sees all memory, and limits stand in slots. */
void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	return device->area.memory;
}

struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device)
{
	return device->area.feedback;
}

void kcov_port_area_limit(struct kcov_device *device, uint64_t limit)
{
}

uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word)
{
	return *(volatile uintptr_t *)&device->area.memory[word];
}

void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value)
{
	*(volatile uintptr_t *)&device->area.memory[word] = value;
}

/* Of its head, its feedback and its area, whose words may have 64 bits. */
static size_t section_bytes(size_t words)
{
	return sizeof(struct kcov_section) + sizeof(struct kcov_feedback) +
	       words * sizeof(uintptr_t);
}

struct kcov_section *kcov_port_section_alloc(size_t words)
{
	struct kcov_section *section = kcov_port_alloc(section_bytes(words));

	if (!section)
		return NULL;
	section->feedback = (void *)(section + 1);
	section->area = section->feedback + 1;
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	kcov_port_free(section, section_bytes(section->words));
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	*(uint64_t *)section->area = 0;
}

/* Clients share our memory, of which the page at 0 is nobody's. */
int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	if (client_pointer < 4096)
		return -EFAULT;
	if (bytes == 4 && !(client_pointer % 4))
		*(uint32_t *)to = *(volatile uint32_t *)client_pointer;
	else
		__builtin_memcpy(to, (void *)client_pointer, bytes);
	return 0;
}

int kcov_port_copy_out(uintptr_t client_pointer, const void *from, size_t bytes)
{
	if (client_pointer < 4096)
		return -EFAULT;
	__builtin_memcpy((void *)client_pointer, from, bytes);
	return 0;
}

/* Nothing was moved after it was linked; the rest is not known. */
void kcov_port_describe(struct kcov_query *query)
{
	query->pc_form = KCOV_PC_LINKED;
	query->granule = 1;
}

int kcov_port_may_seal(struct kcov_device *device)
{
	return -EINVAL;
}

/* What a kernel that has a log says there, once each. */
void kcov_port_no_area(uint64_t handle)
{
}

void kcov_port_bug(bool happened)
{
}
