// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who owns a device, robustly: an owner holds a lock which the kernel releases
 * when the thread dies, by whatever means, or when it executes another program.
 * The locks and counts of the core are served here as well.
 */
#include <fcntl.h>
#include <time.h>

#include "port/posix/posix.h"
#include "port/posix/raw.h"

static struct kcov_header *header_of(struct kcov_device *device)
{
	return (struct kcov_header *)((char *)device -
				      offsetof(struct kcov_header, device));
}

void kcov_port_lock_init(struct kcov_port_lock *lock)
{
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&lock->mutex, &attr);
	pthread_mutexattr_destroy(&attr);
}

/* True if this thread now holds the lock, which nobody else holds alive. */
static bool try_own(struct kcov_header *header)
{
	int err = pthread_mutex_trylock(&header->ownership.mutex);

	if (err == EOWNERDEAD)
		pthread_mutex_consistent(&header->ownership.mutex);
	return !err || err == EOWNERDEAD;
}

bool kcov_port_abandoned(struct kcov_device *device)
{
	struct kcov_header *header = header_of(device);

	if (!try_own(header))
		return false;
	pthread_mutex_unlock(&header->ownership.mutex);
	return true;
}

unsigned long kcov_port_device_lock(struct kcov_device *device)
{
	int err;

	kcov_signals_block();
	err = pthread_mutex_lock(&device->lock.mutex);
	if (err != EOWNERDEAD)
		return 0;
	/* The holder was killed half-way through a change. */
	pthread_mutex_consistent(&device->lock.mutex);
	if (device->state < KCOV_STATE_LOCAL || kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
	return 0;
}

void kcov_port_device_unlock(struct kcov_device *device, unsigned long flags)
{
	(void)flags;
	pthread_mutex_unlock(&device->lock.mutex);
	kcov_signals_restore();
}

static uint64_t boottime_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

int kcov_port_bound(struct kcov_device *device)
{
	struct kcov_header *header = header_of(device);

	/* Fails only while the last owner's exit is still under way. */
	if (!try_own(header))
		return -EBUSY;
	header->owner_pid = getpid();
	header->owner_tid = (pid_t)kcov_raw(SYS_gettid);
	header->owned_since = boottime_ns();
	kcov_thread_watch_exit();
	return 0;
}

void kcov_port_unbound(struct kcov_device *device)
{
	/* For a callback that this very call interrupted. */
	kcov_area_set_limits(&kcov_view, 0, 0);
	pthread_mutex_unlock(&header_of(device)->ownership.mutex);
}

/* Field 22 of /proc/self/stat: clock ticks from boot to this process's start. */
static uint64_t start_time_ns(void)
{
	char text[1024];
	long fd = kcov_raw(SYS_openat, AT_FDCWD, "/proc/self/stat",
			   O_RDONLY | O_CLOEXEC);
	long n = fd < 0 ? 0 : kcov_raw(SYS_read, fd, text, sizeof(text) - 1);
	uint64_t ticks = 0;
	char *p = text;
	int field;

	if (fd >= 0)
		kcov_raw(SYS_close, fd);
	if (n <= 0)
		return UINT64_MAX;
	text[n] = '\0';
	/* The name in field 2 may hold anything, so count from its end. */
	for (char *q = text; *q; q++)
		if (*q == ')')
			p = q;
	for (field = 2; *p && field < 22; p++)
		field += *p == ' ';
	for (; *p >= '0' && *p <= '9'; p++)
		ticks = ticks * 10 + (uint64_t)(*p - '0');
	return ticks * (1000000000ull / (uint64_t)sysconf(_SC_CLK_TCK));
}

/*
 * Was it this very process, before it executed the present program, that
 * enabled the device? A later process that got the same number started after
 * that. Only the thread that leads the process is known again.
 */
bool kcov_owner_may_adopt(struct kcov_header *header)
{
	return header->device.state == KCOV_STATE_LOCAL &&
	       header->owner_pid == getpid() &&
	       header->owner_tid == header->owner_pid &&
	       start_time_ns() <= header->owned_since;
}

void kcov_port_ref_init(struct kcov_port_ref *ref)
{
	(void)ref;
}

void kcov_port_ref_get(struct kcov_port_ref *ref)
{
	(void)ref;
}

/* Never the last: the kernel frees the file with its last descriptor and map. */
bool kcov_port_ref_put(struct kcov_port_ref *ref)
{
	(void)ref;
	return false;
}

void kcov_port_device_free(struct kcov_device *device)
{
	(void)device;
}
