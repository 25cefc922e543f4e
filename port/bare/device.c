// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * From a kernel's system calls and its tasks to the core, called by the kernel
 * in task context; and the memory of a device.
 */
#include "port/bare/bare.h"

static struct kcov_task *running(void)
{
	return bare_cpu()->task;
}

struct kcov_device *bare_open(void)
{
	struct kcov_device *device = kcov_port_alloc(sizeof(*device));

	if (device)
		kcov_device_init(device);
	return device;
}

void kcov_port_device_free(struct kcov_device *device)
{
	kcov_port_free(device, sizeof(*device));
}

void bare_close(struct kcov_device *device)
{
	kcov_device_put(device);
}

long bare_ioctl(struct kcov_device *device, unsigned int command,
		uintptr_t argument)
{
	return kcov_ioctl(device, running(), command, argument);
}

static size_t bytes_of(struct kcov_device *device)
{
	unsigned long flags = kcov_port_device_lock(device);
	size_t words = device->words;

	kcov_port_device_unlock(device, flags);
	return words * sizeof(uintptr_t);
}

/* The area stays where it is as long as the device, which the caller holds. */
long bare_read(struct kcov_device *device, uintptr_t client_pointer,
	       size_t bytes, uint64_t offset)
{
	size_t all = bytes_of(device);
	size_t at = offset < all ? (size_t)offset : all;
	size_t length = bytes < all - at ? bytes : all - at;
	const char *memory = (const char *)device->area.memory + at;

	if (length && kcov_port_copy_out(client_pointer, memory, length))
		return -EFAULT;
	return (long)length;
}

void *bare_map(struct kcov_device *device, size_t bytes, uint64_t offset)
{
	return kcov_device_check_map(device, bytes, offset) ?
		       NULL :
		       device->area.memory;
}

void bare_task_created(struct kcov_task *task)
{
	kcov_task_created(task, running());
}

void bare_task_exited(void)
{
	kcov_task_exited(running());
}

void bare_remote_start(uint64_t handle)
{
	kcov_section_start(running(), handle);
}

void bare_remote_stop(void)
{
	kcov_section_stop(running());
}
