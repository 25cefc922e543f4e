// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Prints the trace of a few system calls, each as "CALL" lines and PCs, for
 * same-trace-as-stock to compare between kernels. A call is made three times
 * and the last trace counts: caches are warm by then.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kcov.h>

#define WORDS (256 << 10)

static unsigned long *area;
static unsigned long copy[WORDS];

static void bad_read(void)
{
	syscall(SYS_read, -1, NULL, 0);
}

static void missing_openat(void)
{
	syscall(SYS_openat, AT_FDCWD, "/no/such/file", O_RDONLY);
}

static void getppid_call(void)
{
	syscall(SYS_getppid);
}

/* Never closed: only making it is looked at. */
static void unix_socket(void)
{
	syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
}

static void map_and_unmap(void)
{
	long at = syscall(SYS_mmap, NULL, 8192, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	syscall(SYS_munmap, at, 8192);
}

static const struct {
	const char *name;
	void (*make)(void);
} calls[] = {
	{ "read(-1)", bad_read },
	{ "openat of a missing file", missing_openat },
	{ "getppid", getppid_call },
	{ "socket(AF_UNIX)", unix_socket },
	{ "mmap and munmap", map_and_unmap },
};

static void trace(int fd, void (*make)(void))
{
	unsigned long i;
	int run;

	for (run = 0; run < 3; run++) {
		if (ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
			exit(1);
		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
		make();
		copy[0] = __atomic_load_n(&area[0], __ATOMIC_RELAXED);
		for (i = 1; i <= copy[0]; i++)
			copy[i] = area[i];
		if (ioctl(fd, KCOV_DISABLE, 0))
			exit(1);
	}
}

int main(void)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);
	unsigned long i;
	size_t c;

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		return 1;
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (area == MAP_FAILED)
		return 1;
	for (c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
		trace(fd, calls[c].make);
		printf("CALL %s\n", calls[c].name);
		for (i = 1; i <= copy[0]; i++)
			printf("0x%lx\n", copy[i]);
	}
	return 0;
}
