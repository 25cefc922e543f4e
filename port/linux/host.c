// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The cold services of core/port.h: locks, counts and memory of the kernel.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>

#include <uapi/linux/kcov_extended.h>

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

/* Interrupts are really off, on PREEMPT_RT too: no lock is taken meanwhile. */
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

void kcov_port_no_area(uint64_t handle)
{
	pr_warn_once("kcov: no area for a section of handle %#llx, which "
		     "collects nothing: its session has as many as it may, or "
		     "there is no memory; ask for a smaller area_size\n",
		     (unsigned long long)handle);
}

/*
 * A client may ask for more memory than there is. Then the call returns an
 * errno and the log stays empty, where vmalloc_user() would print; VM_USERMAP
 * is all that vmalloc_user() does besides.
 */
int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	area->writable = 0;
	area->feedback = kzalloc(sizeof(*area->feedback), GFP_KERNEL);
	area->memory = __vmalloc(words * sizeof(uintptr_t),
				 GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN);
	if (!area->feedback || !area->memory) {
		kcov_port_area_free(device, area);
		return -ENOMEM;
	}
	find_vm_area(area->memory)->flags |= VM_USERMAP;
	return 0;
}

void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	/* The last one to let go may be a section in a soft interrupt. */
	vfree_atomic(area->memory);
	kfree(area->feedback);
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

struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device)
{
	return device->area.feedback;
}

/* Limits stand in slots here. */
void kcov_port_area_limit(struct kcov_device *device, uint64_t limit)
{
}

uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word)
{
	return READ_ONCE(((uintptr_t *)device->area.memory)[word]);
}

void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value)
{
	WRITE_ONCE(((uintptr_t *)device->area.memory)[word], value);
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

/* A section and what is beside its area stand before it in one allocation. */
struct kcov_section *kcov_port_section_alloc(size_t words)
{
	const size_t own = ALIGN(sizeof(struct kcov_section), sizeof(u64));
	const size_t head =
		own + ALIGN(sizeof(struct kcov_feedback), sizeof(u64));
	struct kcov_section *section;

	section = __vmalloc(head + words * sizeof(uintptr_t),
			    GFP_KERNEL | __GFP_NOWARN);
	if (!section)
		return NULL;
	section->feedback = (void *)((char *)section + own);
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
	return kvzalloc(bytes, GFP_KERNEL);
}

/* Small ones may be freed in a soft interrupt; vfree() puts large ones off. */
void kcov_port_free(void *memory, size_t bytes)
{
	kvfree(memory);
}

int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes)
{
	const void __user *from = (const void __user *)client_pointer;

	/* copy_from_user() may go byte by byte */
	if (bytes == sizeof(u32))
		return get_user(*(u32 *)to, (const u32 __user *)from);
	return copy_from_user(to, from, bytes) ? -EFAULT : 0;
}

int kcov_port_copy_out(uintptr_t client_pointer, const void *from, size_t bytes)
{
	void __user *to = (void __user *)client_pointer;

	return copy_to_user(to, from, bytes) ? -EFAULT : 0;
}

/* The slide stays hidden, as it does from records. */
void kcov_port_describe(struct kcov_query *query)
{
	query->pc_form = KCOV_PC_LINKED;
	query->points = IS_ENABLED(CONFIG_CC_IS_CLANG) ? KCOV_POINTS_EDGES :
							 KCOV_POINTS_BLOCKS;
	query->granule = IS_ENABLED(CONFIG_X86) || IS_ENABLED(CONFIG_UML) ? 1 :
									    4;
	query->text_start = kcov_port_pc((uintptr_t)_stext);
	query->text_end = kcov_port_pc((uintptr_t)_etext);
}

int kcov_port_may_seal(struct kcov_device *device)
{
	return device->area.writable ? -EBUSY : 0;
}

struct kcov_device *linux_device_alloc(void)
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
