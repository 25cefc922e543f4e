/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The contract: everything kcov needs from its host, and nothing else.
 *
 * <kcov_port_types.h> provides bool, size_t, uintptr_t, uint32_t, uint64_t, the
 * errno names, and the types
 *   struct kcov_port_lock    a device's lock
 *   struct kcov_port_ref     a device's reference count
 *   struct kcov_port_area    what the host knows of a device's area
 *   kcov_cmp8                what its compiler declares 8-byte operands as
 * and the constants KCOV_PORT_HAS_CMP (are comparison callbacks built in?),
 * KCOV_PORT_HAS_SEAL (can writable mappings be refused?),
 * KCOV_PORT_BY_REGISTERS (an attribute by which arguments of a call leave the
 * stack alone), KCOV_CONTEXT_TASK (the context word of plain task context) and
 * KCOV_CONTEXT_INTERRUPT (that of a soft interrupt, where sections exist too).
 * <kcov_port_inline.h> defines the hot hooks declared here; a missing one, or
 * one with another signature, does not compile.
 *
 * "Any context" below includes hard interrupts, NMIs and signal handlers, on a
 * thread of which nothing is known yet.
 */
#ifndef KCOV_CORE_PORT_H
#define KCOV_CORE_PORT_H

#include <kcov_port_types.h>

#include "core/types.h"

#define KCOV_INLINE static inline __attribute__((always_inline))

struct kcov_device;
struct kcov_feedback;
struct kcov_query;
struct kcov_section;
struct kcov_session;

/* Not the ABI's KCOV_TRACE_*, whose names and numbers clients know. */
enum kcov_mode {
	KCOV_MODE_PC,
	KCOV_MODE_CMP,
};

/*
 * Hot hooks. Any context, uninstrumented, must not call, fault, sleep or lock.
 */

/* False: nothing collects anywhere, so kcov_port_self() must not be trusted. */
KCOV_INLINE bool kcov_port_armed(void);
/* The running task. Never NULL: before set-up it is a task that is idle. */
KCOV_INLINE struct kcov_task *kcov_port_self(void);
/* Where is this code running? KCOV_CONTEXT_TASK, _INTERRUPT, anything else. */
KCOV_INLINE uint32_t kcov_port_context(void);
/* Does the running context equal task->context? */
KCOV_INLINE bool kcov_port_in_context(const struct kcov_task *task);
/*
 * The area of a slot of the running task. The function loads the slot exactly
 * once. While the task cannot be read yet, a host returns the area of an idle
 * slot.
 */
KCOV_INLINE uintptr_t *kcov_port_pc_area(const struct kcov_task *task);
KCOV_INLINE uint64_t *kcov_port_cmp_area(const struct kcov_task *task);
/*
 * The limit (records) that belongs to the area. A host may keep the limit
 * beside the area, where setting it to 0 also stops a task that loaded the slot
 * before.
 */
KCOV_INLINE uintptr_t kcov_port_pc_limit(const struct kcov_task *task,
					 const uintptr_t *area);
KCOV_INLINE uint64_t kcov_port_cmp_limit(const struct kcov_task *task,
					 const uint64_t *area);
/* What stands beside the area of a slot. The area is full. */
KCOV_INLINE struct kcov_feedback *
kcov_port_pc_feedback(const struct kcov_task *task, uintptr_t *area);
KCOV_INLINE struct kcov_feedback *
kcov_port_cmp_feedback(const struct kcov_task *task, uint64_t *area);
/* feedback->area, or where the host knows it to be. */
KCOV_INLINE uintptr_t *
kcov_port_feedback_area(const struct kcov_feedback *feedback);
/* Makes a word visible to other CPUs, after all stores before it. */
KCOV_INLINE void kcov_port_store_release(uintptr_t *p, uintptr_t value);
KCOV_INLINE void kcov_port_store_release_u64(uint64_t *p, uint64_t value);
/* A return address in the form that clients see (without load offset). */
KCOV_INLINE uintptr_t kcov_port_pc(uintptr_t return_address);

/*
 * Where several processes have a registry each, handles are exclusive over all
 * of them; elsewhere these two are nothing. Device and registry lock held.
 */

/*
 * Makes the session's handles known to other processes: all of them, or none.
 * `err` is the error of the call so far, 0 if there is none. With an error,
 * nothing is made known, but the handles are still looked for, as they come
 * before the bad one in the client's argument. Returns -EEXIST if another
 * process has one of the handles; otherwise `err` if it is not 0; otherwise 0,
 * or -ENOMEM if there is no room.
 */
KCOV_INLINE int kcov_port_publish(struct kcov_session *session, int err);
/* Makes the session's handles unknown to other processes, if they were known. */
KCOV_INLINE void kcov_port_withdraw(struct kcov_session *session);

/*
 * Cold services. Task context only, where not said otherwise.
 */

/* A device's lock: no sleeping inside, no interrupt that may take it. */
unsigned long kcov_port_device_lock(struct kcov_device *device);
void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags);

void kcov_port_lock_init(struct kcov_port_lock *lock);

void kcov_port_ref_init(struct kcov_port_ref *ref);
void kcov_port_ref_get(struct kcov_port_ref *ref);
/* True if that was the last one; orders all use of the object before it. */
bool kcov_port_ref_put(struct kcov_port_ref *ref);

/*
 * Makes a zeroed area of that many words for the device, which a client will be
 * able to map. May sleep; called without lock, perhaps by several tasks at once
 * for one device. 0 or -ENOMEM.
 */
int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area);
void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area);
/*
 * The device's area as the calling task can write it, every page present, with
 * room for `limit` records where the port keeps limits beside areas; NULL if
 * that cannot be had. Device lock held. Stays valid until kcov_port_unbound().
 */
void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit);
/*
 * What stands beside that area, and a smaller limit for it where the port keeps
 * limits beside areas. Device lock held, the area is mapped.
 */
struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device);
void kcov_port_area_limit(struct kcov_device *device, uint64_t limit);
/*
 * A word of the device's area, which the calling task need not have mapped.
 * Device lock held. A word that cannot be read is 0.
 */
uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word);
void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value);

/*
 * kcov_port_bound(): a device is being bound to the calling task. Returns 0, or
 * -errno if the device cannot be bound. kcov_port_unbound(): the device is
 * withdrawn from its task. Device lock held. Invariant: kcov_port_armed() is
 * true from before kcov_port_bound() returns until after kcov_port_unbound().
 */
int kcov_port_bound(struct kcov_device *device);
void kcov_port_unbound(struct kcov_device *device);
/*
 * Has the owner of this enabled device died without telling us? Device lock
 * held. Hosts that see every task exit return false.
 */
bool kcov_port_abandoned(struct kcov_device *device);

/* Zeroed memory; alloc may sleep, free is called in any context but NMI. */
void *kcov_port_alloc(size_t bytes);
void kcov_port_free(void *memory, size_t bytes);
/*
 * Copies from the client's memory: 0, or -EFAULT if the memory cannot be read.
 * Four bytes are a number, which a host reads at once where it can: half of a
 * number that is being stored would be a length that nobody gave.
 */
int kcov_port_copy_in(void *to, uintptr_t client_pointer, size_t bytes);

/* Copies to the client's memory: 0 or -EFAULT. */
int kcov_port_copy_out(uintptr_t client_pointer, const void *from,
		       size_t bytes);
/* Says what only the host knows: pc_form, points, granule, slide, text. */
void kcov_port_describe(struct kcov_query *query);
/*
 * No client may have a writable mapping of the device from now on. 0, -EBUSY if
 * one has, -EINVAL where a host cannot see to that. Device lock held.
 */
int kcov_port_may_seal(struct kcov_device *device);

/* The lock of the handle registry; taken inside a device's, any context. */
unsigned long kcov_port_registry_lock(void);
void kcov_port_registry_unlock(unsigned long flags);
/* Keeps out interrupts that could start sections on this task. */
unsigned long kcov_port_irq_save(void);
void kcov_port_irq_restore(unsigned long flags);

/* A section with a private area of so many words, or NULL. May sleep. */
struct kcov_section *kcov_port_section_alloc(size_t words);
/* Any context that may stop a section. */
void kcov_port_section_free(struct kcov_section *section);
/*
 * The section is about to be armed: stores a count of 0, and the limit where
 * the port keeps limits.
 */
void kcov_port_section_ready(struct kcov_section *section, enum kcov_mode mode,
			     uint64_t limit);

/*
 * Somebody listens to the handle, but there is no area for one more section:
 * the section collects nothing. Telling it once is enough. Any context that may
 * start a section.
 */
void kcov_port_no_area(uint64_t handle);

/* Something that correct callers never do: reported once, survived. */
void kcov_port_bug(bool happened);

/* Frees the object after its last reference was put. */
void kcov_port_device_free(struct kcov_device *device);

#include <kcov_port_inline.h>

#endif /* KCOV_CORE_PORT_H */
