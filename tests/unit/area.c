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
#include "port/posix/posix.h"

static size_t words;
static struct kcov_device *device;

static bool maps(enum kcov_mode mode, uint64_t limit)
{
	return kcov_port_area_map(device, mode, limit) != NULL;
}

int main(void)
{
	int fd = kcov_file_create(O_RDWR);
	struct kcov_port_area area;
	struct kcov_header *header;

	if (fd < 0 || kcov_file_map_header(fd, &header))
		return 1;
	kcov_view.header = header;
	kcov_view.fd = fd;
	device = &header->device;
	words = kcov_area_guard_bytes() / sizeof(uintptr_t);
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
