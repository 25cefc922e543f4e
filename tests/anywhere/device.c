// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The device's calls for conformance programs, on a host that has port/bare/: a
 * table of descriptors, whose mappings keep a device as they do.
 */
#include "shim.h"

#include "host.h"
#include "tests/conformance/leftovers.h"

/* As many as a test may open, and the first number of theirs. */
enum { FILES = 1024, FIRST = 3 };
#define PAGE 4096ul

static struct file {
	struct kcov_device *device;
	bool is_open;
	int mappings;
	void *area;
} files[FILES];
static unsigned int files_lock;

static int fail(long error)
{
	errno = (int)-error;
	return -1;
}

static struct file *file_of(int fd)
{
	return fd >= FIRST && fd < FIRST + FILES && files[fd - FIRST].is_open ?
		       &files[fd - FIRST] :
		       NULL;
}

/* The first that is free, with the device; NULL if none is. */
static struct file *file_take(struct kcov_device *device)
{
	unsigned long flags = bare_lock(&files_lock);
	struct file *file = files;

	while (file < files + FILES && file->device)
		file++;
	if (file < files + FILES)
		*file = (struct file){ .device = device, .is_open = true };
	bare_unlock(&files_lock, flags);
	return file < files + FILES ? file : NULL;
}

/* A mapping keeps a device as a descriptor does. */
static void file_drop(struct file *file)
{
	struct kcov_device *device = file->device;

	if (file->is_open || file->mappings)
		return;
	file->device = NULL;
	bare_close(device);
}

int open_descriptors(void)
{
	int fd, n = 0;

	for (fd = FIRST; fd < FIRST + FILES; fd++)
		n += !!file_of(fd);
	return n;
}

int open(const char *path, int flags, ...)
{
	struct kcov_device *device;
	struct file *file;

	(void)flags;
	if (strcmp(path, "/sys/kernel/debug/kcov"))
		return fail(-ENOENT);
	device = bare_open();
	if (!device)
		return fail(-ENOMEM);
	file = file_take(device);
	if (file)
		return FIRST + (int)(file - files);
	bare_close(device);
	return fail(-EMFILE);
}

int close(int fd)
{
	struct file *file = file_of(fd);

	if (!file)
		return fail(-EBADF);
	file->is_open = false;
	file_drop(file);
	return 0;
}

int ioctl(int fd, unsigned long command, ...)
{
	struct file *file = file_of(fd);
	uintptr_t argument;
	va_list args;
	long result;

	va_start(args, command);
	argument = va_arg(args, uintptr_t);
	va_end(args);
	if (!file)
		return fail(-EBADF);
	result = bare_ioctl(file->device, (unsigned int)command, argument);
	return result ? fail(result) : 0;
}

void *mmap(void *where, size_t bytes, int protection, int flags, int fd,
	   off_t offset)
{
	struct file *file = file_of(fd);
	void *area = NULL;

	(void)where;
	(void)protection;
	/* Whole pages, as a host with a memory management unit maps. */
	bytes = (bytes + PAGE - 1) & ~(PAGE - 1);
	if (file && flags == MAP_SHARED)
		area = bare_map(file->device, bytes, (uint64_t)offset);
	if (!area) {
		fail(file ? -EINVAL : -EBADF);
		return MAP_FAILED;
	}
	file->mappings++;
	return file->area = area;
}

int munmap(void *area, size_t bytes)
{
	struct file *file = files;

	(void)bytes;
	while (file < files + FILES && (file->area != area || !file->mappings))
		file++;
	if (file == files + FILES)
		return fail(-EINVAL);
	file->mappings--;
	file_drop(file);
	return 0;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	(void)fd;
	host_print(bytes);
	return (ssize_t)n;
}

long sysconf(int name)
{
	return name == _SC_PAGESIZE ? (long)PAGE : -1;
}

void _exit(int status)
{
	host_end(status);
}

long syscall(long number, ...)
{
	(void)number;
	return 0;
}
