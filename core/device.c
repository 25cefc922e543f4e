// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A device from open to the last put: its size, its area, its epoch. Called by
 * ioctl.c, by ports and by what enables a device, without locks where the name
 * does not say so. A call that fails leaves every bit of state as it was.
 */
#include "core/device.h"

#include "core/buffer.h"

void kcov_device_init(struct kcov_device *device)
{
	kcov_port_lock_init(&device->lock);
	kcov_port_ref_init(&device->refs);
	device->state = KCOV_STATE_NEW;
	device->mode = KCOV_MODE_PC;
	device->epoch = 0;
	device->words = 0;
	device->choice = (struct kcov_choice){ 0 };
	device->counters = (struct kcov_counters){ 0 };
	device->delivered = (struct kcov_delivered){ 0 };
}

bool kcov_device_is_enabled(const struct kcov_device *device)
{
	return device->state == KCOV_STATE_LOCAL ||
	       device->state == KCOV_STATE_REMOTE;
}

void kcov_device_put(struct kcov_device *device)
{
	if (!kcov_port_ref_put(&device->refs))
		return;
	if (device->state != KCOV_STATE_NEW)
		kcov_port_area_free(device, &device->area);
	kcov_port_device_free(device);
}

int kcov_device_set_size(struct kcov_device *device, uintptr_t words)
{
	struct kcov_port_area area;
	unsigned long flags;
	int err;

	if (words < KCOV_MIN_WORDS || words > KCOV_MAX_WORDS)
		return -EINVAL;
	/* The allocation sleeps, so it comes before the lock and the check. */
	err = kcov_port_area_alloc(device, words, &area);
	if (err)
		return err;
	flags = kcov_port_device_lock(device);
	if (device->state == KCOV_STATE_NEW) {
		device->words = words;
		device->area = area;
		device->state = KCOV_STATE_INIT;
	} else {
		err = -EBUSY;
	}
	kcov_port_device_unlock(device, flags);
	if (err)
		kcov_port_area_free(device, &area);
	return err;
}

int kcov_device_check_map(struct kcov_device *device, size_t bytes,
			  uint64_t offset)
{
	unsigned long flags = kcov_port_device_lock(device);
	/* 0 before INIT_TRACE, which no mapping is. */
	bool whole = bytes && bytes == device->words * sizeof(uintptr_t);

	kcov_port_device_unlock(device, flags);
	return whole && !offset ? 0 : -EINVAL;
}

void kcov_device_recover_locked(struct kcov_device *device)
{
	device->epoch++;
	device->state = device->words ? KCOV_STATE_INIT : KCOV_STATE_NEW;
}
