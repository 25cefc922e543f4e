// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who owns a device, robustly: the header names the owner, and whether that
 * thread still exists and still runs the program that enabled the device is
 * asked of the system when somebody else wants it. So nothing needs cleaning up
 * after a kill, and nothing waits.
 */
#include <time.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

static struct kcov_header *header_of(struct kcov_device *device)
{
	return (struct kcov_header *)((char *)device -
				      offsetof(struct kcov_header, device));
}

uint64_t kcov_boottime_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* When this process began to run the present program; 0: not known yet. */
static uint64_t program_began;

/* A constructor of the program may have enabled before ours runs. */
void kcov_owner_program_begins(void)
{
	if (!program_began)
		program_began = kcov_boottime_ns();
}

/* This very process, but before it executed the present program. */
static bool is_former_self(const struct kcov_header *header)
{
	return header->owned_since < program_began &&
	       header->owner_pid == (pid_t)kcov_raw(SYS_getpid);
}

/* A number that was given out again belongs to a task that is too young. */
static bool owner_lives(const struct kcov_header *header)
{
	return kcov_task_is_alive(header->owner_tid) &&
	       kcov_task_started_before(header->owner_tid, header->owned_since);
}

/*
 * An owner that executed another program has the device mapped no more, unless
 * that one is ours and mapped it again. Asked of the thread: when the first of
 * its process has ended, nothing is seen there.
 */
bool kcov_port_abandoned(struct kcov_device *device)
{
	struct kcov_header *header = header_of(device);

	return !owner_lives(header) || is_former_self(header) ||
	       !kcov_task_maps_file(header->owner_tid, header->ino);
}

int kcov_port_bound(struct kcov_device *device)
{
	struct kcov_header *header = header_of(device);

	kcov_owner_program_begins();
	header->owner_pid = (pid_t)kcov_raw(SYS_getpid);
	header->owner_tid = (pid_t)kcov_raw(SYS_gettid);
	header->owned_since = kcov_boottime_ns();
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	/* For a callback that this very call interrupted. */
	kcov_area_set_limits(kcov_mapping_of(header_of(device))->guard, 0, 0);
	header_of(device)->owner_tid = 0;
}

/*
 * Was it this very process, before it executed the present program, that
 * enabled the device? Only the thread that leads a process is known again. The
 * answer stays true: who takes the device because it was not mapped has the
 * lock until it is his, and now it is mapped.
 */
bool kcov_owner_may_adopt(struct kcov_header *header)
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
	const uintptr_t page = kcov_area_guard_bytes();

	return &kcov_mapping_of((void *)((uintptr_t)ref & ~(page - 1)))->refs;
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
	struct kcov_header *header = header_of(device);

	kcov_area_unmap(kcov_mapping_of(header));
	kcov_file_unmap_header(header);
}
