// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * <kcov/client.h>: the device without interposed calls. Records are read from
 * memory that others may write [S], so no count is believed beyond the size.
 */
#include <fcntl.h>

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

#include <kcov/client.h>

KCOV_EXPORT int kcov_client_open(void)
{
	return (int)posix_set_errno(posix_file_create(O_RDWR | O_CLOEXEC));
}

KCOV_EXPORT int kcov_client_size(int device, size_t words)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_INIT_TRACE, words));
}

KCOV_EXPORT void *kcov_client_map(int device, size_t words)
{
	const size_t bytes = words * sizeof(unsigned long);
	long result = -EINVAL;

	/* A product that overflowed could be the size of another area. */
	if (words && bytes / sizeof(unsigned long) == words)
		result = posix_device_check_map(device, bytes, 0);
	if (!result)
		result = KCOV_RAW_MMAP(NULL, bytes, PROT_READ | PROT_WRITE,
				       MAP_SHARED, device, 0ull);
	result = posix_set_errno(result);
	return result == -1 ? NULL : (void *)result;
}

KCOV_EXPORT int kcov_client_unmap(void *area, size_t words)
{
	return (int)posix_set_errno(
		posix_raw(SYS_munmap, area, words * sizeof(unsigned long)));
}

KCOV_EXPORT int kcov_client_enable(int device, unsigned int mode)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_ENABLE, mode));
}

KCOV_EXPORT int
kcov_client_remote_enable(int device, const struct kcov_remote_arg *argument)
{
	return (int)posix_set_errno(posix_device_ioctl(
		device, KCOV_REMOTE_ENABLE, (uintptr_t)argument));
}

KCOV_EXPORT int kcov_client_disable(int device)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_DISABLE, 0));
}

KCOV_EXPORT int kcov_client_query(int device, struct kcov_query *query)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_QUERY, (uintptr_t)query));
}

KCOV_EXPORT int kcov_client_setup(int device, const struct kcov_setup *setup)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_SETUP, (uintptr_t)setup));
}

KCOV_EXPORT int kcov_client_stat(int device, struct kcov_stat *stat)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_STAT, (uintptr_t)stat));
}

KCOV_EXPORT int kcov_client_reset_trace(int device)
{
	return (int)posix_set_errno(
		posix_device_ioctl(device, KCOV_RESET_TRACE, 0));
}

/* Both kinds of count word are zero then; one has 64 bits everywhere. */
KCOV_EXPORT void kcov_client_reset(void *area)
{
	unsigned long *count = area;
	size_t i;

	for (i = 0; i < sizeof(uint64_t) / sizeof(*count); i++)
		__atomic_store_n(&count[i], 0, __ATOMIC_RELAXED);
}

/*
 * Acquire: what sections delivered before this count is complete.
 * Their side is "append A" in core/append.c.
 */
KCOV_EXPORT size_t kcov_pcs(const void *area, size_t words)
{
	size_t count;

	if (!words)
		return 0;
	count = __atomic_load_n((const size_t *)area, __ATOMIC_ACQUIRE);
	return count < words - 1 ? count : words - 1;
}

KCOV_EXPORT uintptr_t kcov_pc(const void *area, size_t words, size_t index)
{
	const volatile uintptr_t *records = (const uintptr_t *)area + 1;

	return index < kcov_pcs(area, words) ? records[index] : 0;
}

/* Loaded in halves where the machine has no more: only the bound matters. */
KCOV_EXPORT size_t kcov_comparisons(const void *area, size_t words)
{
	const size_t words64 =
		words / (sizeof(uint64_t) / sizeof(unsigned long));
	uint64_t count;
	uint64_t room;

	if (!words64)
		return 0;
	count = *(const volatile uint64_t *)area;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	room = (words64 - 1) / 4;
	return (size_t)(count < room ? count : room);
}

KCOV_EXPORT struct kcov_comparison kcov_comparison(const void *area,
						   size_t words, size_t index)
{
	const volatile uint64_t *record =
		(const uint64_t *)area + 1 + 4 * index;

	if (index >= kcov_comparisons(area, words))
		return (struct kcov_comparison){ 0 };
	return (struct kcov_comparison){ record[0], record[1], record[2],
					 record[3] };
}
