// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-O3: what is not the device gets what it always got: its ioctl numbers are
 * ENOTTY elsewhere, other files map, and its path opens with every spelling of
 * open, and no other path does; files that these make have the mode that was
 * asked for.
 * kills: (user space) an interposed call that takes over too much or too
 * little, or loses an argument.
 */
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

static void use(int fd)
{
	CHECK_OK(ioctl(fd, KCOV_INIT_TRACE, WORDS));
	CHECK_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
	CHECK_OK(close(fd));
}

#define MAKE (O_CREAT | O_EXCL | O_RDWR)

static char made[] = "/tmp/made-file-XXXXXX/file";

static int make(int spelling, mode_t mode)
{
	switch (spelling) {
	case 0:
		return open(made, MAKE, mode);
	case 1:
		return open64(made, MAKE, mode);
	case 2:
		return openat(AT_FDCWD, made, MAKE, mode);
	case 3:
		return openat64(AT_FDCWD, made, MAKE, mode);
	case 4:
		return creat(made, mode);
	case 5:
		return (int)syscall(SYS_openat, AT_FDCWD, made, MAKE, mode);
	default:
		return -2;
	}
}

static void check_modes(void)
{
	static const mode_t modes[] = { 0600, 0640, 0755, 0 };
	char *slash = strrchr(made, '/');
	struct stat st;
	int spelling, fd;
	size_t i;

	umask(0);
	*slash = '\0';
	CHECK_OK(mkdtemp(made));
	fd = open(made, O_TMPFILE | O_RDWR, 0651);
	if (fd >= 0) {
		CHECK_OK(fstat(fd, &st));
		CHECK_EQ(st.st_mode & 07777, 0651);
		fd = CHECK_OK(openat(AT_FDCWD, made, O_TMPFILE | O_RDWR, 0615));
		CHECK_OK(fstat(fd, &st));
		CHECK_EQ(st.st_mode & 07777, 0615);
	}
	*slash = '/';
	for (spelling = 0; spelling < 6; spelling++) {
		for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
			fd = CHECK_OK(make(spelling, modes[i]));
			CHECK_OK(fstat(fd, &st));
			CHECK_EQ(st.st_mode & 07777, modes[i]);
			CHECK_OK(close(fd));
			CHECK_OK(unlink(made));
		}
	}
	*slash = '\0';
	CHECK_OK(rmdir(made));
}

static int open_spelled(int spelling, const char *path)
{
	switch (spelling) {
	case 0:
		return open(path, O_RDWR);
	case 1:
		return open64(path, O_RDWR);
	case 2:
		return openat(AT_FDCWD, path, O_RDWR);
	case 3:
		return openat64(AT_FDCWD, path, O_RDWR);
	default:
		return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR);
	}
}

/* Whatever they have in common with its path. */
static void check_paths(void)
{
	static const char *const paths[] = { "",
					     "kcov",
					     "/kcov",
					     "/sys/kernel/debug/kco",
					     "/sys/kernel/debug/kcov2",
					     "/sys/kernel/debug/kcov/",
					     "/sys/kernel/debug/KCOV",
					     "/tmp/sys/kernel/debug/kcov" };
	int spelling;
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		for (spelling = 0; spelling < 5; spelling++)
			if (open_spelled(spelling, paths[i]) >= 0)
				FAIL("\"%s\" opens", paths[i]);
}

/* The number beside it means nothing then. */
static void check_anonymous(void)
{
	int fd = device_open();
	char *memory = CHECK_OK(mmap(NULL, 8192, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, fd, 0));

	CHECK_EQ(memory[8191]++, 0);
	CHECK_OK(munmap(memory, 8192));
	CHECK_OK(close(fd));
}

TEST("the device opens by every spelling and other files are untouched")
{
	size_t page = sysconf(_SC_PAGESIZE);
	char path[] = "/tmp/other-file-XXXXXX";
	int file, sockets[2];
	char *text;

	use(CHECK_OK(open(KCOV_PATH, O_RDWR | O_NONBLOCK)));
	use(CHECK_OK(open64(KCOV_PATH, O_RDWR)));
	use(CHECK_OK(openat(AT_FDCWD, KCOV_PATH, O_RDWR)));
	use(CHECK_OK(openat64(-1, KCOV_PATH, O_RDWR | O_CLOEXEC)));

	file = CHECK_OK(mkstemp(path));
	CHECK_OK(unlink(path));
	CHECK_OK(ftruncate(file, 2 * page));
	CHECK_EQ(CHECK_OK(pwrite(file, "text", 4, page)), 4);
	text = CHECK_OK(mmap(NULL, page, PROT_READ, MAP_SHARED, file, page));
	CHECK(!memcmp(text, "text", 4));
	CHECK_OK(munmap(text, page));
	CHECK_ERR(ioctl(file, KCOV_INIT_TRACE, WORDS), ENOTTY);
	CHECK_ERR(ioctl(file, KCOV_ENABLE, 0), ENOTTY);
	CHECK_OK(close(file));

	CHECK_OK(pipe(sockets));
	CHECK_ERR(ioctl(sockets[0], KCOV_DISABLE, 0), ENOTTY);
	CHECK_OK(close(sockets[0]));
	CHECK_OK(close(sockets[1]));
	check_paths();
	check_anonymous();
	check_modes();
}
