// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who owns a device, robustly: the header names the owner, and whether that
 * thread still exists and still runs the program that enabled the device is
 * asked of the system when somebody else wants it. So nothing needs cleaning up
 * after a kill, and nothing waits.
 */
#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

struct posix_header *posix_header_of(struct kcov_device *device)
{
	return (struct posix_header *)((char *)device -
				       offsetof(struct posix_header, device));
}

/* When this process began to run the present program; 0: not known yet. */
static uint64_t program_began;

/* A constructor of the program may have enabled before ours runs. */
void posix_owner_program_begins(void)
{
	if (!program_began)
		program_began = posix_boottime_ns();
}

/* This very process, but before it executed the present program. */
static bool is_former_self(const struct posix_header *header)
{
	return header->owned_since < program_began &&
	       header->owner_pid == (pid_t)posix_raw(SYS_getpid);
}

/* A number that was given out again belongs to a task that is too young. */
static bool owner_lives(const struct posix_header *header)
{
	return posix_task_is_alive(header->owner_tid) &&
	       posix_task_started_before(header->owner_tid,
					 header->owned_since);
}

/*
 * An owner that executed another program has the device mapped no more, unless
 * that one is ours and mapped it again. Asked of the thread: when the first of
 * its process has ended, nothing is seen there.
 */
bool kcov_port_abandoned(struct kcov_device *device)
{
	struct posix_header *header = posix_header_of(device);

	return !owner_lives(header) || is_former_self(header) ||
	       !posix_task_maps_file(header->owner_tid, header->ino);
}

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	lock->word = 0;
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	posix_signals_block();
	if (posix_lock_take(&device->lock.word) &&
	    (device->state < KCOV_STATE_LOCAL || kcov_port_abandoned(device)))
		kcov_device_recover_locked(device);
	return 0;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	(void)flags;
	posix_lock_let_go(&device->lock.word);
	posix_signals_restore();
}

int kcov_port_bound(struct kcov_device *device)
{
	struct posix_header *header = posix_header_of(device);

	posix_owner_program_begins();
	header->owner_pid = (pid_t)posix_raw(SYS_getpid);
	header->owner_tid = (pid_t)posix_raw(SYS_gettid);
	header->owned_since = posix_boottime_ns();
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	/* For a callback that this very call interrupted. */
	posix_area_set_limit(posix_mapping_of(posix_header_of(device))->guard,
			     0);
	posix_header_of(device)->owner_tid = 0;
}

/*
 * Was it this very process, before it executed the present program, that
 * enabled the device? Only the thread that leads a process is known again. The
 * answer stays true: who takes the device because it was not mapped has the
 * lock until it is his, and now it is mapped.
 */
bool posix_owner_may_adopt(struct posix_header *header)
{
	unsigned long flags = kcov_port_device_lock(&header->device);
	bool ours = header->device.state == KCOV_STATE_LOCAL &&
		    header->owner_pid == getpid() &&
		    header->owner_tid == header->owner_pid &&
		    owner_lives(header);

	kcov_port_device_unlock(&header->device, flags);
	return ours;
}

/*
 * The count is this process's: of those who use its mapping of the device. The
 * file itself is freed by the kernel, with its last descriptor and mapping.
 */
static int *count_of(struct kcov_port_ref *ref)
{
	const uintptr_t page = posix_page_bytes();

	return &posix_mapping_of((void *)((uintptr_t)ref & ~(page - 1)))->refs;
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	*count_of(ref) = 1;
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	__atomic_add_fetch(count_of(ref), 1, __ATOMIC_RELAXED);
}

bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	return !__atomic_sub_fetch(count_of(ref), 1, __ATOMIC_ACQ_REL);
}

void kcov_port_device_free(struct kcov_device *device)
{
	struct posix_header *header = posix_header_of(device);

	posix_image_map_forget(posix_mapping_of(header));
	posix_area_unmap(posix_mapping_of(header));
	posix_file_unmap_header(header);
}
