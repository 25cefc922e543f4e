// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The area of a device in this process: allocated in the device's file, mapped
 * for the thread that collects. Called by the core during a call of this thread
 * on the device, whose mapping has a descriptor meanwhile; signals blocked.
 *
 *   [ guard: private, wiped by fork | area: shared | header: shared ]
 */
#include <fcntl.h>
#include <sys/uio.h>

#include "core/access.h"
#include "core/buffer.h"
#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

static struct posix_mapping *mapping_of(struct kcov_device *device)
{
	return posix_mapping_of(posix_header_of(device));
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
	return posix_raw_allocate(mapping_of(device)->fd, 0, bytes) ? -ENOMEM :
								      0;
}

/* The file has the memory, and the file is all that a device is. */
void kcov_port_area_free(struct kcov_device *device,
			 struct kcov_port_area *area)
{
	(void)device;
	(void)area;
}

static uintptr_t *area_of(const struct posix_guard *guard)
{
	return (uintptr_t *)((char *)guard + posix_page_bytes());
}

void posix_area_set_limit(struct posix_guard *guard, uint64_t limit)
{
	((struct posix_limit *)area_of(guard))[-1].records = limit;
}

struct kcov_feedback *posix_guard_feedback(struct posix_guard *guard)
{
	return posix_feedback_before(area_of(guard));
}

/* Guard page and area in one piece, or NULL. */
static struct posix_guard *map_guarded(int fd, size_t area_bytes)
{
	size_t bytes = posix_page_bytes() + area_bytes;
	char *base = posix_raw_mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!base)
		return NULL;
	if (posix_raw(SYS_madvise, base, posix_page_bytes(), MADV_WIPEONFORK) ||
	    !posix_raw_mmap(base + posix_page_bytes(), area_bytes,
			    PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_FIXED | MAP_POPULATE, fd, 0)) {
		posix_raw_munmap(base, bytes);
		return NULL;
	}
	return (struct posix_guard *)base;
}

void *kcov_port_area_map(struct kcov_device *device, enum kcov_mode mode,
			 uint64_t limit)
{
	struct posix_mapping *mapping = mapping_of(device);

	if (!mapping->guard) {
		/* Read once: all who have the file can write the header. */
		mapping->area_bytes = posix_round_to_pages(
			kcov_load_word(&device->words) * sizeof(uintptr_t));
		mapping->guard = map_guarded(mapping->fd, mapping->area_bytes);
	}
	/* What the core read of the header must fit what was read here. */
	if (!mapping->guard ||
	    limit > kcov_area_limit(mode,
				    mapping->area_bytes / sizeof(uintptr_t)))
		return NULL;
	mapping->guard->alive = 1;
	posix_area_set_limit(mapping->guard, limit);
	return area_of(mapping->guard);
}

struct kcov_feedback *kcov_port_area_feedback(struct kcov_device *device)
{
	return posix_guard_feedback(
		posix_mapping_of(posix_header_of(device))->guard);
}

void kcov_port_area_limit(struct kcov_device *device, uint64_t limit)
{
	posix_area_set_limit(posix_mapping_of(posix_header_of(device))->guard,
			     limit);
}

/*
 * Of a device that this thread calls on, and whose area need not be mapped
 * here: the file is read and written instead.
 */
uintptr_t kcov_port_area_load(struct kcov_device *device, size_t word)
{
	uintptr_t value = 0;
	const struct iovec here = { &value, sizeof(value) };

	posix_raw(SYS_preadv, posix_mapping_of(posix_header_of(device))->fd,
		  &here, 1, word * sizeof(value), 0);
	return value;
}

void kcov_port_area_store(struct kcov_device *device, size_t word,
			  uintptr_t value)
{
	const struct iovec here = { &value, sizeof(value) };

	posix_raw(SYS_pwritev, posix_mapping_of(posix_header_of(device))->fd,
		  &here, 1, word * sizeof(value), 0);
}

/*
 * Forgets the area; callbacks must point elsewhere by now. Of a session that
 * did not end by a call, the set goes too: its thread is no more, or executes.
 */
void posix_area_unmap(struct posix_mapping *mapping)
{
	struct kcov_seen set;

	if (!mapping->guard)
		return;
	kcov_feedback_end(posix_guard_feedback(mapping->guard), &set);
	kcov_seen_free(&set);
	posix_raw_munmap(mapping->guard,
			 posix_page_bytes() + mapping->area_bytes);
	mapping->guard = NULL;
}
