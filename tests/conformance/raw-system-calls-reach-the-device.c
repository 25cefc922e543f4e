// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-I3, L-M1, L-E4, L-D2: a client may make its calls by number, through
 * syscall(), as tools do that make all of theirs so. Results and errors are
 * those of the calls by name, and any other call is untouched, with all its six
 * arguments.
 * kills: a syscall() that knows some of the numbers; arguments in wrong places.
 */
#include <string.h>
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

static int open_by_number(void)
{
#ifdef SYS_open
	int fd = CHECK_OK(syscall(SYS_open, KCOV_PATH, O_RDWR | O_CLOEXEC));

	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	CHECK_OK(close(fd));
#endif
	return CHECK_OK(syscall(SYS_openat, AT_FDCWD, KCOV_PATH, O_RDWR, 0));
}

static unsigned long *map_by_number(int fd, size_t bytes)
{
#ifdef SYS_mmap2
	const long number = SYS_mmap2;
#else
	const long number = SYS_mmap;
#endif
	/* A plain 0 on the stack has four bytes that nobody wrote. */
	CHECK_ERR(syscall(number, NULL, bytes / 2, PROT_READ, MAP_SHARED, fd,
			  0L),
		  EINVAL);
	return (unsigned long *)CHECK_OK(syscall(number, NULL, bytes,
						 PROT_READ | PROT_WRITE,
						 MAP_SHARED, fd, 0L));
}

static void check_other_calls(void)
{
	char text[] = "six arguments";
	char copy[sizeof(text)];
	int pipe_ends[2];
	loff_t position = 4;
	int file;

	CHECK_EQ(syscall(SYS_getpid), getpid());
	CHECK_ERR(syscall(SYS_close, -1), EBADF);
	CHECK_ERR(syscall(SYS_ioctl, -1, KCOV_ENABLE, 0), EBADF);
	CHECK_ERR(syscall(SYS_openat, AT_FDCWD, "/absent", O_RDONLY), ENOENT);
	/* splice(): the last three would show in the result. */
	file = CHECK_OK(
		syscall(SYS_openat, AT_FDCWD, "/proc/self/exe", O_RDONLY));
	CHECK_EQ(CHECK_OK(pread(file, copy, 5, 4)), 5);
	CHECK_OK(pipe(pipe_ends));
	CHECK_EQ(CHECK_OK(syscall(SYS_splice, file, &position, pipe_ends[1],
				  NULL, 5, 0)),
		 5);
	CHECK_EQ(position, 9);
	CHECK_EQ(CHECK_OK(read(pipe_ends[0], text, sizeof(text))), 5);
	CHECK(!memcmp(text, copy, 5));
	CHECK_ERR(syscall(SYS_splice, file, &position, pipe_ends[1], NULL, 5,
			  ~0),
		  EINVAL);
}

TEST("calls by number reach the device")
{
	struct session session = { .words = WORDS };

	session.fd = open_by_number();
	CHECK_ERR(syscall(SYS_ioctl, session.fd, KCOV_INIT_TRACE, 1), EINVAL);
	CHECK_OK(syscall(SYS_ioctl, session.fd, KCOV_INIT_TRACE, WORDS));
	session.area = map_by_number(session.fd, WORDS * sizeof(unsigned long));
	CHECK_OK(syscall(SYS_ioctl, session.fd, KCOV_ENABLE, KCOV_TRACE_PC));
	set_count(&session, 0);
	target_a();
	CHECK(count(&session) > 0);
	CHECK_OK(syscall(SYS_ioctl, session.fd, KCOV_DISABLE, 0));
	CHECK_ERR(syscall(SYS_ioctl, session.fd, KCOV_DISABLE, 0), EINVAL);
	check_other_calls();
	session_close(&session);
}
