// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The area of a device in this process, whose size stands in memory that other
 * processes write: whatever they make of it, nobody collects beyond what is
 * mapped here.
 * kills: a limit of one reading of the size with the mapping of another.
 */
#include <fcntl.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#include "core/buffer.h"
#include "port/posix/device/device.h"

static size_t words;
static struct kcov_device *device;

static bool maps(enum kcov_mode mode, uint64_t limit)
{
	return kcov_port_area_map(device, mode, limit) != NULL;
}

/* Before the area, where callbacks look. */
static uint64_t limit_of(const struct kcov_device *of)
{
	const struct posix_mapping *mapping = posix_mapping_of(
		(const struct posix_header *)((const char *)of -
					     offsetof(struct posix_header,
						      device)));
	const char *area = (const char *)mapping->guard + posix_page_bytes();

	return ((const struct posix_limit *)area)[-1].records;
}

int main(void)
{
	int fd = posix_file_create(O_RDWR);
	struct kcov_port_area area;
	struct posix_header *header;

	if (fd < 0 || posix_file_map_header(fd, &header))
		return 1;
	posix_mapping_of(header)->fd = fd;
	device = &header->device;
	words = posix_page_bytes() / sizeof(uintptr_t);
	tap_ok(!kcov_port_area_alloc(device, words, &area),
	       "an area is allocated");

	device->words = 0;
	tap_ok(!maps(KCOV_MODE_PC, kcov_pc_limit(0)) &&
		       !maps(KCOV_MODE_PC, UINT64_MAX),
	       "a size of nothing is mapped for no limit");
	device->words = words;
	tap_ok(maps(KCOV_MODE_PC, kcov_pc_limit(words)) &&
		       maps(KCOV_MODE_CMP, kcov_cmp_limit(words)),
	       "the limits of its size are");
	tap_ok(limit_of(device) == kcov_cmp_limit(words) &&
		       maps(KCOV_MODE_PC, 7) && limit_of(device) == 7,
	       "the last one is what is in force");
	tap_ok(!maps(KCOV_MODE_PC, kcov_pc_limit(words) + 1) &&
		       !maps(KCOV_MODE_CMP, kcov_cmp_limit(words) + 1),
	       "a limit of one record more is not");
	device->words = 4 * words;
	tap_ok(!maps(KCOV_MODE_PC, kcov_pc_limit(4 * words)) &&
		       maps(KCOV_MODE_PC, kcov_pc_limit(words)),
	       "what is mapped stays as large as it was");
	device->words = 1;
	tap_ok(maps(KCOV_MODE_PC, kcov_pc_limit(words)), "and as small");
	return tap_done();
}
