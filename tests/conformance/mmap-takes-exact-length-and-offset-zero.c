// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-M1, S-F5: the length (rounded up to pages) must be the size exactly and the
 * offset 0; nothing else maps.
 * kills: <= for == on the length; an offset that is not looked at.
 */
#include "harness.h"

#define PAGES 4

struct shape {
	const char *name;
	size_t bytes;
	off_t offset;
	int error; /* 0: succeeds */
};

static void try(int fd, const struct shape *shape, int flags)
{
	void *area;

	note("%s", shape->name);
	errno = 0;
	area = mmap(NULL, shape->bytes, PROT_READ, flags, fd, shape->offset);
	if (!shape->error) {
		CHECK(area != MAP_FAILED);
		CHECK_OK(munmap(area, shape->bytes));
		return;
	}
	if (area != MAP_FAILED)
		FAIL("%s: mapped", shape->name);
	/* Where the mm layer refuses first, user space may say EINVAL. */
	if (host_is(USER) && errno == EINVAL)
		return;
	if (errno != shape->error)
		FAIL("%s: %s, not %s", shape->name, errno_name(errno),
		     errno_name(shape->error));
}

TEST("only the exact length at offset 0 can be mapped")
{
	size_t page = sysconf(_SC_PAGESIZE);
	size_t size = PAGES * page;
	const struct shape shapes[] = {
		{ "length 0", 0, 0, EINVAL },
		{ "length 1", 1, 0, EINVAL },
		{ "one page", page, 0, EINVAL },
		{ "a page too short", size - page, 0, EINVAL },
		{ "short by less than a page", size - page + 1, 0, 0 },
		{ "short by one byte", size - 1, 0, 0 },
		{ "exact", size, 0, 0 },
		{ "long by one byte", size + 1, 0, EINVAL },
		{ "a page too long", size + page, 0, EINVAL },
		{ "twice as long", 2 * size, 0, EINVAL },
		{ "all ones", ~0ul, 0, ENOMEM },
		{ "all ones but a page", ~0ul - page, 0, ENOMEM },
		{ "offset of a page", size, page, EINVAL },
		{ "offset of a page, the rest", size - page, page, EINVAL },
		{ "offset of the size", size, size, EINVAL },
		{ "offset of minus a page", size, -(off_t)page, EOVERFLOW },
		{ "offset of 2^63", size, (off_t)(1ul << 63), EOVERFLOW },
	};
	int fd = device_open();
	void *area;
	size_t i;

	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, PAGES * page_words()));
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		try(fd, &shapes[i], MAP_SHARED);
		try(fd, &shapes[i], MAP_PRIVATE);
	}
	/* Memory without a file is none of the device's, whatever is said. */
	area = mmap(NULL, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);
	CHECK(area != MAP_FAILED);
	CHECK_OK(munmap(area, 1));
	CHECK_OK(close(fd));
}
