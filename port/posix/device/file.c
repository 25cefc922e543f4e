// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The file behind a device: made, recognised, opened again, its header mapped.
 * Any thread, signal handlers too.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

/* Says that the other side agrees on every size in the header. */
#define KCOV_MAGIC                                                   \
	(0x6b636f7600000000ull | sizeof(struct posix_header) << 16 | \
	 sizeof(uintptr_t))

#define KCOV_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

/* What open() may give, and a line that says why. */
static int told(int err)
{
	switch (err) {
	case -EMFILE:
	case -ENFILE:
		posix_complain(KCOV_NO_DESCRIPTOR);
		return err;
	case -ENOMEM:
	case -ENOSPC:
		posix_complain(KCOV_NO_MEMORY);
		return -ENOMEM;
	default:
		return err;
	}
}

static int fail_closing(int fd, int err)
{
	posix_raw(SYS_close, fd);
	return -err;
}

static int reopen(int fd, int flags)
{
	char path[KCOV_PROC_FD_CHARS];

	return (int)posix_raw(SYS_openat, AT_FDCWD,
			      posix_proc_fd_path(path, fd),
			      flags | O_LARGEFILE);
}

static struct posix_header *map_header(int fd)
{
	const size_t page = posix_page_bytes();
	struct posix_mapping *mapping =
		posix_raw_mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *header;

	if (!mapping)
		return NULL;
	header = (char *)mapping + page;
	mapping->refs = 1;
	if (posix_raw_mmap(header, page, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_FIXED, fd, KCOV_HEADER_OFFSET))
		return (struct posix_header *)header;
	posix_raw_munmap(mapping, 2 * page);
	return NULL;
}

static int init_header(int fd)
{
	struct posix_header *header;
	struct stat64 st;
	int err = posix_raw_fstat(fd, &st);

	if (err)
		return err;
	header = map_header(fd);
	if (!header)
		return -ENOMEM;
	kcov_device_init(&header->device);
	header->ino = st.st_ino;
	header->magic = KCOV_MAGIC;
	posix_file_unmap_header(header);
	return 0;
}

/*
 * A descriptor opened for less than reading and writing, or for nothing but its
 * place, is a second open; status flags are set afterwards.
 */
static int with_flags(int fd, int open_flags)
{
	const int status = open_flags & (O_APPEND | O_NONBLOCK);
	int again;
	int err;

	if (!(open_flags & O_PATH) && (open_flags & O_ACCMODE) == O_RDWR) {
		if (status)
			posix_raw(SYS_fcntl, fd, F_SETFL, status);
		return fd;
	}
	again = reopen(fd, open_flags & (O_ACCMODE | O_CLOEXEC | O_PATH |
					 O_APPEND | O_NONBLOCK));
	if (again == -ENOENT || again == -ENOTDIR || again == -EACCES)
		posix_complain(KCOV_NO_PROC);
	if (again < 0)
		return fail_closing(fd, -again);
	/* The new descriptor takes the lowest number, as open() promises. */
	err = posix_raw(SYS_dup3, again, fd, open_flags & O_CLOEXEC);
	posix_raw(SYS_close, again);
	return err < 0 ? fail_closing(fd, -err) : fd;
}

/* Growing a file beyond the limit would be a fatal signal. */
static bool size_is_allowed(void)
{
	uint64_t limit[2];

	return posix_raw(SYS_prlimit64, 0, RLIMIT_FSIZE, NULL, limit) ||
	       limit[0] >= KCOV_FILE_BYTES;
}

static int make_file(unsigned int flags)
{
	int fd;

	if (!size_is_allowed()) {
		posix_complain(KCOV_NO_FILE_SIZE);
		return -EOVERFLOW;
	}
	fd = (int)posix_raw(SYS_memfd_create, "kcov", flags);
	if (fd == -EPERM || fd == -EACCES || fd == -ENOSYS) {
		posix_complain(KCOV_NO_MEMFD);
		return -EPERM;
	}
	return fd;
}

/* A new device as open() would return it, or -errno. */
int posix_file_create(int open_flags)
{
	unsigned int flags = MFD_ALLOW_SEALING;
	int fd;
	int err;

	if (open_flags & O_DIRECTORY)
		return -ENOTDIR;
	if (open_flags & O_DIRECT && !(open_flags & O_PATH))
		return -EINVAL;
	if ((open_flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return -EEXIST;
	if (open_flags & O_CLOEXEC)
		flags |= MFD_CLOEXEC;
	fd = make_file(flags);
	if (fd < 0)
		return told(fd);
	err = posix_raw_ftruncate(fd, KCOV_FILE_BYTES);
	if (!err)
		err = init_header(fd);
	if (!err)
		err = (int)posix_raw(SYS_fcntl, fd, F_ADD_SEALS, KCOV_SEALS);
	if (err)
		return told(fail_closing(fd, -err));
	return told(with_flags(fd, open_flags));
}

/* The size singles our files out; seals make sure that it cannot change. */
bool posix_file_is_device(int fd, struct stat64 *st)
{
	long seals;

	if (posix_raw_fstat(fd, st) || !S_ISREG(st->st_mode) ||
	    (uint64_t)st->st_size != KCOV_FILE_BYTES)
		return false;
	seals = posix_raw(SYS_fcntl, fd, F_GET_SEALS);
	return seals >= 0 && (seals & KCOV_SEALS) == KCOV_SEALS;
}

/*
 * A private descriptor of the same file that can be written, or -errno. With no
 * number left the caller's own serves, which others may close meanwhile.
 */
int posix_file_open_rw(int fd)
{
	long flags = posix_raw(SYS_fcntl, fd, F_GETFL);
	int rw_fd;

	if (flags < 0 || (flags & O_ACCMODE) != O_RDWR) {
		rw_fd = reopen(fd, O_RDWR | O_CLOEXEC);
		if (rw_fd == -ENOENT || rw_fd == -ENOTDIR)
			posix_complain(KCOV_NO_PROC);
		return told(rw_fd);
	}
	rw_fd = (int)posix_raw(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 0);
	return rw_fd == -EMFILE ? fd : rw_fd;
}

void posix_file_close_rw(int rw_fd, int fd)
{
	if (rw_fd != fd)
		posix_raw(SYS_close, rw_fd);
}

/* 0, -ENOMEM, or -ENOTTY if the file is not one of ours after all. */
int posix_file_map_header(int rw_fd, struct posix_header **header)
{
	*header = map_header(rw_fd);
	if (!*header)
		return told(-ENOMEM);
	if ((*header)->magic == KCOV_MAGIC)
		return 0;
	posix_file_unmap_header(*header);
	*header = NULL;
	return -ENOTTY;
}

void posix_file_unmap_header(struct posix_header *header)
{
	posix_raw_munmap(posix_mapping_of(header), 2 * posix_page_bytes());
}
