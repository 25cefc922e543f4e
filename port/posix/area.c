// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The area of a device in this process: allocated in the device's file, mapped
 * for the thread that collects. Called by the core during a call of this thread
 * on kcov_view, signals blocked.
 *
 *   [ guard: private, wiped by fork | area: shared | header: shared ]
 */
#include <fcntl.h>

#include "core/access.h"
#include "core/buffer.h"
#include "port/posix/posix.h"
#include "port/posix/raw.h"

static size_t page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

size_t kcov_area_guard_bytes(void)
{
	return page_bytes();
}

size_t kcov_round_to_pages(size_t bytes)
{
	return (bytes + page_bytes() - 1) & ~(page_bytes() - 1);
}

/* Pages are taken now, so that no callback ever faults for lack of memory. */
int kcov_port_area_alloc(struct kcov_device *device, size_t words,
			 struct kcov_port_area *area)
{
	uint64_t bytes = (uint64_t)words * sizeof(uintptr_t);

	(void)area;
	/* A device that has an area keeps it; the core looks with its lock. */
	if (__atomic_load_n(&device->state, __ATOMIC_RELAXED) != KCOV_STATE_NEW)
		return 0;
	return kcov_raw_allocate(kcov_view.fd, 0, bytes) ? -ENOMEM : 0;
}

/* The file has the memory, and the file is all that a device is. */
void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	(void)device;
	(void)area;
}

static uintptr_t *area_of(const struct kcov_guard *guard)
{
	return (uintptr_t *)((char *)guard + page_bytes());
}

void kcov_area_set_limits(struct kcov_guard *guard, uintptr_t pc, uint64_t cmp)
{
	struct kcov_limits *limits = (struct kcov_limits *)area_of(guard) - 1;

	limits->pc = pc;
	limits->cmp = cmp;
}

/* Guard page and area in one piece, or NULL. */
static struct kcov_guard *map_guarded(int fd, size_t area_bytes)
{
	size_t bytes = page_bytes() + area_bytes;
	char *base = kcov_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!base)
		return NULL;
	if (kcov_raw(SYS_madvise, base, page_bytes(), MADV_WIPEONFORK) ||
	    !kcov_raw_mmap(base + page_bytes(), area_bytes,
			   PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_FIXED | MAP_POPULATE, fd, 0)) {
		kcov_raw_munmap(base, bytes);
		return NULL;
	}
	return (struct kcov_guard *)base;
}

void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	struct kcov_mapping *mapping = kcov_mapping_of(kcov_view.header);

	if (!mapping->guard) {
		/* Read once: all who have the file can write the header. */
		mapping->area_bytes = kcov_round_to_pages(
			kcov_load_word(&device->words) * sizeof(uintptr_t));
		mapping->guard = map_guarded(kcov_view.fd, mapping->area_bytes);
	}
	/* What the core read of the header must fit what was read here. */
	if (!mapping->guard ||
	    limit > kcov_area_limit(mode,
				    mapping->area_bytes / sizeof(uintptr_t)))
		return NULL;
	mapping->guard->alive = 1;
	kcov_area_set_limits(mapping->guard,
			     mode == KCOV_MODE_PC ? (uintptr_t)limit : 0,
			     mode == KCOV_MODE_CMP ? limit : 0);
	return area_of(mapping->guard);
}

/* Forgets the area; callbacks must point elsewhere by now. */
void kcov_area_unmap(struct kcov_mapping *mapping)
{
	if (mapping->guard)
		kcov_raw_munmap(mapping->guard,
				page_bytes() + mapping->area_bytes);
	mapping->guard = NULL;
}
