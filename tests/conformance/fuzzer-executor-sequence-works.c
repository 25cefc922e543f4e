// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-Q3: what a system call fuzzer's executor does, call by call: devices at
 * fixed numbers, areas of 512 Ki words mapped into a reservation between guard
 * pages, again later and for reading only, one device per thread and one more
 * for remote coverage, reset by a store, and the probe for a reset by ioctl,
 * which then another thread makes.
 * kills: a mapping that is not where it was told to be; a reset that only one
 * mapping of several can do; a probe that does anything.
 */
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>

#include <linux/kcov_extended.h>

#include "remote.h"
#include "target.h"

#define THREADS 4
#define FIRST_NUMBER 216
#define EXECUTOR_WORDS (512ul << 10)
#define EXTRA_WORDS (128u << 10)
#define BYTES (EXECUTOR_WORDS * sizeof(unsigned long))
#define PROCESS 3

struct executor_device {
	int fd;
	char *reserved;
	unsigned long *area;
};

static size_t page;

/* Readable to the system? Nothing is written to the pipe that is read back. */
static bool is_readable(const void *address)
{
	struct gate gate = gate_make();
	bool readable = write(gate.writer, address, 1) == 1;

	CHECK(readable || errno == EFAULT);
	CHECK_OK(close(gate.reader));
	CHECK_OK(close(gate.writer));
	return readable;
}

/* How executors find out whether the area can be written. */
static bool is_writable(void *address)
{
	if (!syscall(SYS_clock_gettime, CLOCK_MONOTONIC, address))
		return true;
	CHECK_EQ(errno, EFAULT);
	return false;
}

static void open_at(struct executor_device *device, int number)
{
	int fd = CHECK_OK(open(KCOV_PATH, O_RDWR));

	CHECK_EQ(CHECK_OK(dup2(fd, number)), number);
	CHECK_OK(close(fd));
	device->fd = number;
	CHECK_OK(ioctl(number, KCOV_INIT_TRACE, EXECUTOR_WORDS));
	device->reserved = CHECK_OK(mmap(NULL, BYTES + 2 * page, PROT_NONE,
					 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static void map_at(struct executor_device *device, int prot)
{
	device->area = CHECK_OK(mmap(device->reserved + page, BYTES, prot,
				     MAP_SHARED | MAP_FIXED, device->fd, 0));
	CHECK((char *)device->area == device->reserved + page);
	CHECK(!is_readable((char *)device->area - 1));
	CHECK(is_readable(device->area));
	CHECK(is_readable((char *)device->area + BYTES - 1));
	CHECK(!is_readable((char *)device->area + BYTES));
	CHECK_EQ(is_writable(device->area), !!(prot & PROT_WRITE));
}

static void *run_thread(void *argument)
{
	const struct executor_device *device = argument;
	struct session session = { .fd = device->fd,
				   .words = EXECUTOR_WORDS,
				   .area = device->area };
	int call;

	CHECK_OK(ioctl(device->fd, KCOV_ENABLE, KCOV_TRACE_PC));
	for (call = 0; call < 50; call++) {
		set_count(&session, 0);
		target_path(call % TARGET_PATHS);
		CHECK(count(&session) > 0);
		CHECK(count(&session) + 2 < EXECUTOR_WORDS);
	}
	CHECK_OK(ioctl(device->fd, KCOV_DISABLE, 0));
	if (host_has_comparisons()) {
		CHECK_OK(ioctl(device->fd, KCOV_ENABLE, KCOV_TRACE_CMP));
		CHECK_OK(ioctl(device->fd, KCOV_DISABLE, 0));
	}
	return NULL;
}

static void run_threads(struct executor_device devices[THREADS])
{
	pthread_t threads[THREADS];
	int i;

	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, run_thread,
					&devices[i]),
			 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

/* The one that collects what other threads do for this process. */
static void check_extra(const struct executor_device *extra)
{
	struct request request = { .trace_mode = KCOV_TRACE_PC,
				   .area_size = EXTRA_WORDS,
				   .num_handles = 1,
				   .common_handle = COMMON(PROCESS + 1),
				   .handles = { USB(PROCESS + 1) } };

	CHECK_OK(ioctl(extra->fd, KCOV_REMOTE_ENABLE, &request));
	if (host_has_sections()) {
		__atomic_store_n(&extra->area[0], 0, __ATOMIC_RELAXED);
		run_section_elsewhere(USB(PROCESS + 1), target_a);
		CHECK(extra->area[0] > 0);
	}
	CHECK_OK(ioctl(extra->fd, KCOV_DISABLE, 0));
}

/* What a probe hears of a device that nobody enabled yet. */
static void probe_reset(int fd)
{
	const int unknown = host_is(STOCK) ? ENOTTY : EINVAL;

	CHECK_ERR(ioctl(fd, KCOV_RESET_TRACE, 0), unknown);
	CHECK_ERR(ioctl(fd, KCOV_RESET_TRACE, 8), unknown);
}

static void reset(void *argument)
{
	const struct executor_device *device = argument;

	CHECK_OK(ioctl(device->fd, KCOV_RESET_TRACE, 0));
}

/* The traced program has nothing that it could write into. */
static void check_reset_by_call(struct executor_device *device)
{
	struct session session = { .fd = device->fd,
				   .words = EXECUTOR_WORDS,
				   .area = device->area };
	int call;

	if (host_is(STOCK))
		return;
	CHECK_OK(ioctl(device->fd, KCOV_ENABLE, KCOV_TRACE_PC));
	for (call = 0; call < 20; call++) {
		in_thread(reset, device);
		CHECK(count(&session) < 100000);
		target_path(call % TARGET_PATHS);
		CHECK(count(&session) > 0 && device->area[1]);
	}
	CHECK_OK(ioctl(device->fd, KCOV_DISABLE, 0));
}

/* Mapped for reading, reset through another mapping of the same device. */
static void check_read_only(struct executor_device *device)
{
	unsigned long *other = session_map(device->fd, EXECUTOR_WORDS);
	int call;

	map_at(device, PROT_READ);
	CHECK_OK(ioctl(device->fd, KCOV_ENABLE, KCOV_TRACE_PC));
	for (call = 0; call < 3; call++) {
		__atomic_store_n(&other[0], 0, __ATOMIC_RELAXED);
		target_a();
		CHECK(device->area[0] > 0 && device->area[1]);
	}
	CHECK_OK(ioctl(device->fd, KCOV_DISABLE, 0));
	CHECK_OK(munmap(other, BYTES));
	check_reset_by_call(device);
}

TEST("a fuzzer's executor finds everything it relies on")
{
	struct executor_device devices[THREADS + 1];
	int i;

	page = sysconf(_SC_PAGESIZE);
	for (i = 0; i <= THREADS; i++) {
		open_at(&devices[i], FIRST_NUMBER + i);
		probe_reset(devices[i].fd);
	}
	/* Some map at once, some when they need it, all of them twice. */
	for (i = 0; i <= THREADS; i++)
		map_at(&devices[i], PROT_READ | PROT_WRITE);
	run_threads(devices);
	for (i = 0; i <= THREADS; i++)
		map_at(&devices[i], PROT_READ | PROT_WRITE);
	run_threads(devices);
	if (host_has_remote())
		check_extra(&devices[THREADS]);
	check_read_only(&devices[0]);
	CHECK_OK(mprotect(devices[1].area, BYTES, PROT_READ));
	CHECK_OK(mprotect(devices[1].area, BYTES, PROT_READ | PROT_WRITE));
	run_thread(&devices[1]);
}
