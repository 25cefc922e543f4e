// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the area of a device will hold, and its reset by any holder. Called by
 * ioctl.c in task context, without locks.
 */
#include "core/setup.h"

#include <uapi/linux/kcov_extended.h>

#include "core/argument.h"
#include "core/told.h"

static uint32_t known_flags(void)
{
	return KCOV_SETUP_FRESH | (KCOV_PORT_HAS_SEAL ? KCOV_SETUP_SEAL : 0);
}

static uint32_t bits_or_default(uint32_t bits, bool wanted)
{
	return bits || !wanted ? bits : KCOV_DEFAULT_BITS;
}

static struct kcov_choice choice_of(const struct kcov_setup *setup)
{
	return (struct kcov_choice){
		.feedback = setup->feedback,
		.flags = setup->flags,
		.map_bits =
			bits_or_default(setup->map_bits,
					setup->feedback == KCOV_FEEDBACK_EDGES),
		.set_bits = bits_or_default(setup->set_bits,
					    setup->feedback ==
						    KCOV_FEEDBACK_UNIQUE),
		.cmp_words = setup->cmp_words,
	};
}

/* What is refused whatever the device's state is. */
static bool is_known(const struct kcov_setup *setup)
{
	return !setup->reserved && !(setup->flags & ~known_flags()) &&
	       setup->feedback <= KCOV_FEEDBACK_EDGES &&
	       (!setup->cmp_words || KCOV_PORT_HAS_CMP);
}

static int check_choice_locked(struct kcov_device *device,
			       const struct kcov_choice *choice)
{
	if (kcov_device_is_enabled(device) && kcov_port_abandoned(device))
		kcov_device_recover_locked(device);
	if (device->state == KCOV_STATE_NEW)
		return -EINVAL;
	if (device->state != KCOV_STATE_INIT)
		return -EBUSY;
	if (!kcov_choice_fits(choice, kcov_load_size(&device->words)))
		return -EINVAL;
	/* What was sealed stays so. */
	if (device->choice.flags & ~choice->flags & KCOV_SETUP_SEAL)
		return -EINVAL;
	return choice->flags & KCOV_SETUP_SEAL ? kcov_port_may_seal(device) : 0;
}

int kcov_device_setup(struct kcov_device *device, uintptr_t argument)
{
	struct kcov_setup setup;
	struct kcov_choice choice;
	unsigned long flags;
	uint32_t size;
	int err = kcov_argument_in(&setup, sizeof(setup), argument, &size);

	if (err)
		return err;
	if (!is_known(&setup))
		return -EINVAL;
	choice = choice_of(&setup);
	flags = kcov_port_device_lock(device);
	err = check_choice_locked(device, &choice);
	if (!err)
		device->choice = choice;
	kcov_port_device_unlock(device, flags);
	return err;
}

/* Both halves of a count that has 64 bits. */
static void clear_locked(struct kcov_device *device)
{
	const size_t words = kcov_load_size(&device->words);
	const size_t cmp_words = (size_t)device->choice.cmp_words;
	const size_t wide = sizeof(uint64_t) / sizeof(uintptr_t);
	size_t i;

	for (i = 0; i < (device->mode == KCOV_MODE_CMP ? wide : 1); i++)
		kcov_port_area_store(device, i, 0);
	if (!cmp_words || cmp_words >= words)
		return;
	for (i = 0; i < wide; i++)
		kcov_port_area_store(device, words - cmp_words + i, 0);
}

int kcov_device_reset(struct kcov_device *device, uintptr_t argument)
{
	unsigned long flags;
	int err = -EINVAL;

	if (argument)
		return -EINVAL;
	flags = kcov_port_device_lock(device);
	if (kcov_device_is_enabled(device)) {
		kcov_counters_note_locked(device);
		device->counters.lost_before =
			kcov_counters_lost_locked(&device->counters);
		clear_locked(device);
		device->counters.resets++;
		err = 0;
	}
	kcov_port_device_unlock(device, flags);
	return err;
}
