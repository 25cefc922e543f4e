// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * "Another program" of the exec tests. It makes the call that a session enabled
 * before the exec should see, or takes the device over.
 *
 * - call READER WRITER: opens the gate WRITER, waits for READER, calls
 *   target_b() and opens WRITER again.
 * - restart FD: exit 0 if the device can be disabled, enabled and disabled
 *   again.
 * - unmapped ADDRESS: exit 0 if nothing is mapped there.
 * - trace FD WORDS: exit 0 if the device can be mapped, enabled, used and
 *   disabled.
 * - closed FD: exit 0 if the descriptor is not open.
 * - section HANDLE: writes the words of what a device of its own shows for
 *   target_b(), then calls it in a section.
 * - work HANDLE: calls target_b(), in a section too; exit with 4 if it has
 *   privileges that its caller has not, and 1 if it can open a device.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "remote.h"
#include "target.h"

/* <kcov/kcov.h> of the user-space library, which it is linked with. */
void kcov_remote_start(uint64_t handle);
void kcov_remote_stop(void);

static int call(const char *reader, const char *writer)
{
	char byte = 0;
	int in = atoi(reader);
	int out = atoi(writer);

	if (write(out, &byte, 1) != 1 || read(in, &byte, 1) != 1)
		return 2;
	target_b();
	/* exit() may execute instrumented code before the trace is taken */
	_exit(write(out, &byte, 1) == 1 ? 0 : 2);
}

static int restart(int fd)
{
	if (ioctl(fd, KCOV_DISABLE, 0) || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return 1;
	target_b();
	return ioctl(fd, KCOV_DISABLE, 0) ? 1 : 0;
}

static int section(const char *handle)
{
	const unsigned long words = (unsigned long)sysconf(_SC_PAGESIZE);
	const size_t bytes = words * sizeof(unsigned long);
	int fd = open(KCOV_PATH, O_RDWR);
	unsigned long *area;
	long n;

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, words))
		return 2;
	area = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (area == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return 2;
	target_b();
	if (ioctl(fd, KCOV_DISABLE, 0))
		return 2;
	kcov_remote_start(strtoull(handle, NULL, 0));
	target_b();
	kcov_remote_stop();
	n = (long)((area[0] + 1) * sizeof(unsigned long));
	return write(STDOUT_FILENO, area, (size_t)n) == n ? 0 : 2;
}

static int trace(int fd, unsigned long words)
{
	struct session session = { .fd = fd, .words = words };

	session.area = mmap(NULL, words * sizeof(unsigned long),
			    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (session.area == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return 1;
	set_count(&session, 0);
	target_b();
	if (!count(&session))
		return 1;
	return ioctl(fd, KCOV_DISABLE, 0) ? 1 : 0;
}

/* For whoever wants to know: as a worker for the handle, and for itself. */
static int work(const char *handle)
{
	target_b();
	kcov_remote_start(strtoull(handle, NULL, 0));
	target_b();
	kcov_remote_stop();
	return (getauxval(AT_SECURE) ? 4 : 0) | (open(KCOV_PATH, O_RDWR) >= 0);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "call"))
		return call(argv[2], argv[3]);
	if (argc == 3 && !strcmp(argv[1], "restart"))
		return restart(atoi(argv[2]));
	if (argc == 4 && !strcmp(argv[1], "trace"))
		return trace(atoi(argv[2]), strtoul(argv[3], NULL, 0));
	if (argc == 3 && !strcmp(argv[1], "unmapped")) {
		void *address = (void *)strtoul(argv[2], NULL, 0);

		return !(msync(address, 1, MS_ASYNC) == -1 && errno == ENOMEM);
	}
	if (argc == 3 && !strcmp(argv[1], "closed"))
		return !(fcntl(atoi(argv[2]), F_GETFD) == -1 && errno == EBADF);
	if (argc == 3 && !strcmp(argv[1], "section"))
		return section(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "work"))
		return work(argv[2]);
	return 3;
}
