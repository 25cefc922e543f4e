// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The cold services of core/port.h: locks, counts and memory of the kernel.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>

#include "port/linux/linux.h"

atomic_t kcov_armed_devices __read_mostly = ATOMIC_INIT(0);

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	spin_lock_init(&lock->lock);
}

/* Interrupts off: sections that soft interrupts run take this lock too. */
unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	unsigned long flags;

	spin_lock_irqsave(&device->lock.lock, flags);
	return flags;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	spin_unlock_irqrestore(&device->lock.lock, flags);
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	refcount_set(&ref->count, 1);
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	refcount_inc(&ref->count);
}

bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	return refcount_dec_and_test(&ref->count);
}

int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	area->memory = vmalloc_user(words * sizeof(uintptr_t));
	return area->memory ? 0 : -ENOMEM;
}

void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	vfree(area->memory);
}

/*
 * Each page is touched, because vmalloc space may be mapped into page tables
 * lazily and the callback must not fault.
 */
void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	const char *memory = device->area.memory;
	size_t bytes = device->words * sizeof(uintptr_t);
	size_t offset;

	for (offset = 0; offset < bytes; offset += PAGE_SIZE)
		(void)READ_ONCE(memory[offset]);
	return device->area.memory;
}

int kcov_port_bound(struct kcov_device *device)
{
	atomic_inc(&kcov_armed_devices);
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	atomic_dec(&kcov_armed_devices);
}

/* Every exit passes through kcov_task_exit(). */
bool kcov_port_abandoned(struct kcov_device *device)
{
	return false;
}

struct kcov_device *kcov_host_device_alloc(void)
{
	struct kcov_device *device = kzalloc(sizeof(*device), GFP_KERNEL);

	if (device)
		kcov_device_init(device);
	return device;
}

void kcov_port_device_free(struct kcov_device *device)
{
	kfree(device);
}
