// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The cold services of core/port.h: locks, counts and memory of the kernel.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "core/remote.h"
#include "port/linux/linux.h"

atomic_t kcov_armed_devices __read_mostly = ATOMIC_INIT(0);

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	spin_lock_init(&lock->lock);
}

/* Interrupts off: sections that soft interrupts run take this lock too. */
unsigned long kcov_port_device_lock(struct kcov_device *device)
	__acquires(&device->lock.lock)
{
	unsigned long flags;

	spin_lock_irqsave(&device->lock.lock, flags);
	return flags;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
	__releases(&device->lock.lock)
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

static DEFINE_SPINLOCK(registry_lock);

unsigned long kcov_port_registry_lock(void) __acquires(&registry_lock)
{
	unsigned long flags;

	spin_lock_irqsave(&registry_lock, flags);
	return flags;
}

void kcov_port_registry_unlock(unsigned long flags) __releases(&registry_lock)
{
	spin_unlock_irqrestore(&registry_lock, flags);
}

/* Really off, on PREEMPT_RT too: no lock is taken meanwhile. */
unsigned long kcov_port_irq_save(void)
{
	unsigned long flags;

	local_irq_save(flags);
	return flags;
}

void kcov_port_irq_restore(unsigned long flags)
{
	local_irq_restore(flags);
}

void kcov_port_bug(bool happened)
{
	WARN_ON_ONCE(happened);
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
	/* The last one to let go may be a section in a soft interrupt. */
	vfree_atomic(area->memory);
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

/* A section stands before its area in one allocation. */
struct kcov_section *kcov_port_section_alloc(size_t words)
{
	const size_t head = ALIGN(sizeof(struct kcov_section), sizeof(u64));
	struct kcov_section *section;

	section = vmalloc(head + words * sizeof(uintptr_t));
	if (!section)
		return NULL;
	section->area = (char *)section + head;
	return section;
}

void kcov_port_section_free(struct kcov_section *section)
{
	vfree_atomic(section);
}

void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit)
{
	*(uint64_t *)section->area = 0;
}

void *kcov_port_alloc(size_t bytes)
{
	return kzalloc(bytes, GFP_KERNEL);
}

void kcov_port_free(void *memory, size_t bytes)
{
	kfree(memory);
}

int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	const void __user *from = (const void __user *)client_pointer;

	/* copy_from_user() may go byte by byte */
	if (bytes == sizeof(u32))
		return get_user(*(u32 *)to, (const u32 __user *)from);
	return copy_from_user(to, from, bytes) ? -EFAULT : 0;
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
