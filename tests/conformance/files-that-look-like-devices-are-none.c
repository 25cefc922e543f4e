// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O3, U-reach: a device is known by its file. One that has the
 * size, but not the seals or the mark, is a file like any other: its numbers
 * are ENOTTY, and it maps wherever it is asked to.
 * kills: (user space) a file that may shrink under the library, or one that
 * somebody else has written, taken for a device.
 */
#include <sys/stat.h>
#include <sys/syscall.h>

#include "harness.h"

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

static off64_t device_bytes(void)
{
	int fd = device_open();
	struct stat64 st;

	CHECK_OK(fstat64(fd, &st));
	CHECK_OK(close(fd));
	return st.st_size;
}

static void check_is_none(int fd)
{
	const unsigned long commands[] = { KCOV_ENABLE, KCOV_DISABLE };
	void *area;
	size_t i;

	CHECK_ERR(ioctl(fd, KCOV_INIT_TRACE, page_words()), ENOTTY);
	for (i = 0; i < 2; i++)
		CHECK_ERR(ioctl(fd, commands[i], 0), ENOTTY);
	area = CHECK_OK(mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 4096));
	CHECK_OK(munmap(area, 8192));
	CHECK_OK(close(fd));
}

static int file(off64_t bytes, int seals)
{
	int fd = (int)CHECK_OK(syscall(SYS_memfd_create, "kcov",
				       MFD_CLOEXEC | MFD_ALLOW_SEALING));

	CHECK_OK(ftruncate64(fd, bytes));
	if (seals)
		CHECK_OK(fcntl(fd, F_ADD_SEALS, seals));
	return fd;
}

/* All of a device's first pages, and its header's, without its seals. */
static int copy_of_device(off64_t bytes)
{
	const off64_t header = 1ll << 32;
	int device = device_open(), fd = file(bytes, 0);
	char page[4096];

	CHECK_EQ(CHECK_OK(pread64(device, page, sizeof(page), header)),
		 sizeof(page));
	CHECK_EQ(CHECK_OK(pwrite64(fd, page, sizeof(page), header)),
		 sizeof(page));
	CHECK_OK(close(device));
	return fd;
}

TEST("a file of a device's size is none without its seals and its mark")
{
	off64_t bytes;
	int fd;

	if (host_is_kernel())
		SKIP("a kernel's device is no file that somebody can make");
	bytes = device_bytes();
	check_is_none(file(bytes, 0));
	check_is_none(file(bytes, F_SEAL_GROW));
	check_is_none(file(bytes, F_SEAL_SHRINK));
	check_is_none(file(bytes, SEALS));
	check_is_none(file(bytes - 4096, SEALS));
	check_is_none(file(bytes + 4096, SEALS));
	check_is_none(copy_of_device(bytes));
	fd = copy_of_device(bytes);
	CHECK_OK(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
	check_is_none(fd);
}
