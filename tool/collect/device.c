// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One device, opened, sized, mapped and enabled for this program or a child of
 * it, in the kernel or in the library. Called by everything that collects. The
 * count word is shared with the traced program and may be anything: it is
 * bounded here.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kcov.h>
#include <linux/kcov_extended.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tool/base/fail.h"
#include "tool/collect/device.h"

bool host_parse(const char *name, enum host *host)
{
	if (!strcmp(name, "auto"))
		*host = HOST_AUTO;
	else if (!strcmp(name, "user"))
		*host = HOST_USER;
	else if (!strcmp(name, "kernel"))
		*host = HOST_KERNEL;
	else
		return false;
	return true;
}

/* The library in this program looks at the variable at every open(). */
static void use(enum host host)
{
	if (host == HOST_KERNEL)
		setenv("KCOV_HOST", "kernel", 1);
	else
		unsetenv("KCOV_HOST");
}

enum host host_choose(enum host wanted)
{
	int fd;

	if (wanted == HOST_AUTO) {
		use(HOST_KERNEL);
		fd = open(DEVICE_PATH, O_RDWR | O_CLOEXEC);
		wanted = fd >= 0 ? HOST_KERNEL : HOST_USER;
		if (fd >= 0)
			close(fd);
		else if (verbose) /* The reason is in all of /proc/kallsyms. */
			detail("no kernel device: %s", explain_open(errno));
	}
	use(wanted);
	detail("the device is served by %s",
	       wanted == HOST_KERNEL ? "the kernel" : "the library");
	return wanted;
}

/* What the library lacks for a device it has said itself, with the remedy. */
static bool was_told(int error)
{
	return !getenv("KCOV_HOST") &&
	       (error == EPERM || error == EOVERFLOW || error == EMFILE ||
		error == ENFILE || error == ENOMEM);
}

bool device_open(struct device *device, uint64_t words)
{
	device->words = words;
	device->cmp_words = 0;
	device->fd = open(DEVICE_PATH, O_RDWR);
	if (device->fd < 0) {
		if (!was_told(errno))
			error("%s", explain_open(errno));
		return false;
	}
	if (ioctl(device->fd, KCOV_INIT_TRACE, words)) {
		error("%s", explain_init(errno, words));
		close(device->fd);
		return false;
	}
	device->area = mmap(NULL, words * sizeof(*device->area),
			    PROT_READ | PROT_WRITE, MAP_SHARED, device->fd, 0);
	if (device->area != MAP_FAILED)
		return true;
	error("%s", explain_map(errno));
	close(device->fd);
	return false;
}

void device_close(struct device *device)
{
	munmap(device->area, device->words * sizeof(*device->area));
	close(device->fd);
}

/* Log2 of the PCs that are told apart: a large program has 200,000. */
#define SET_BITS 20

int device_set_up(struct device *device, bool unique, uint64_t cmp_words)
{
	struct kcov_setup setup = {
		.size = sizeof(setup),
		.feedback = unique ? KCOV_FEEDBACK_UNIQUE : KCOV_FEEDBACK_TRACE,
		.set_bits = unique ? SET_BITS : 0,
		.cmp_words = cmp_words,
	};

	if ((unique || cmp_words) && ioctl(device->fd, KCOV_SETUP, &setup))
		return errno;
	device->cmp_words = cmp_words;
	return 0;
}

int device_enable(const struct device *device, unsigned int mode)
{
	return ioctl(device->fd, KCOV_ENABLE, (unsigned long)mode) ? errno : 0;
}

int device_disable(const struct device *device)
{
	return ioctl(device->fd, KCOV_DISABLE, 0) ? errno : 0;
}

static uint64_t room(const struct device *device, unsigned int mode)
{
	return (device->words - device->cmp_words - 1) /
	       (mode == KCOV_TRACE_CMP ? 4 : 1);
}

/* The traced program shares the area and may have stored any count. */
uint64_t device_records(const struct device *device, unsigned int mode)
{
	uint64_t count = __atomic_load_n(&device->area[0], __ATOMIC_ACQUIRE);

	return count < room(device, mode) ? count : room(device, mode);
}

bool device_is_full(const struct device *device, unsigned int mode)
{
	return device_records(device, mode) == room(device, mode);
}

const uint64_t *device_comparisons(const struct device *device, uint64_t *count)
{
	const uint64_t *part = device->area + device->words - device->cmp_words;
	uint64_t most = device->cmp_words ? (device->cmp_words - 1) / 4 : 0;

	*count = most ? __atomic_load_n(part, __ATOMIC_ACQUIRE) : 0;
	*count = *count < most ? *count : most;
	return part + 1;
}

bool device_lost(const struct device *device, unsigned int mode, uint64_t *lost)
{
	struct kcov_stat stat = { .size = sizeof(stat) };

	/* What fills it exactly looks the same, but programs do not. */
	*lost = device_is_full(device, mode);
	if (ioctl(device->fd, KCOV_STAT, &stat))
		return false;
	*lost = stat.lost_full + stat.lost_cmp_full + stat.lost_section +
		stat.lost_delivery;
	return true;
}
