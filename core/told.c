// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a device tells of itself: what it can do, what it holds, what it lost.
 * Called by ioctl.c in task context, without locks.
 */
#include "core/told.h"

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/argument.h"
#include "core/buffer.h"
#include "core/remote_enable.h"

static uint64_t features(void)
{
	return KCOV_FEATURE_RESET | KCOV_FEATURE_STAT | KCOV_FEATURE_UNIQUE |
	       KCOV_FEATURE_EDGES | KCOV_FEATURE_FRESH | kcov_remote_features |
	       (KCOV_PORT_HAS_CMP ? KCOV_FEATURE_CMP_WORDS : 0) |
	       (KCOV_PORT_HAS_SEAL ? KCOV_FEATURE_SEAL : 0);
}

static void describe(struct kcov_query *query)
{
	query->version = KCOV_EXTENDED_VERSION;
	query->features = features();
	query->word_bytes = sizeof(uintptr_t);
	query->comparisons = KCOV_PORT_HAS_CMP ? 1 : 0;
	query->map_bits_min = KCOV_MIN_MAP_BITS;
	query->map_bits_max = KCOV_MAX_MAP_BITS;
	query->set_bits_min = KCOV_MIN_SET_BITS;
	query->set_bits_max = KCOV_MAX_SET_BITS;
	query->words_max = KCOV_MAX_WORDS;
	query->edges_words =
		kcov_edges_words(KCOV_DEFAULT_BITS, sizeof(uintptr_t));
	kcov_port_describe(query);
}

static void describe_locked(struct kcov_query *query,
			    const struct kcov_device *device)
{
	query->state = device->state;
	if (kcov_device_is_enabled(device) && device->mode == KCOV_MODE_CMP)
		query->mode = KCOV_TRACE_CMP;
	query->feedback = device->choice.feedback;
	query->flags = device->choice.flags;
	query->map_bits = device->choice.map_bits;
	query->set_bits = device->choice.set_bits;
	query->cmp_words = device->choice.cmp_words;
	query->words = device->words;
}

int kcov_device_query(struct kcov_device *device, uintptr_t argument)
{
	struct kcov_query query;
	unsigned long flags;
	uint32_t size;
	int err = kcov_argument_in(&query, sizeof(query), argument, &size);

	if (err)
		return err;
	query = (struct kcov_query){ 0 };
	describe(&query);
	flags = kcov_port_device_lock(device);
	describe_locked(&query, device);
	kcov_port_device_unlock(device, flags);
	return kcov_argument_out(argument, &query, sizeof(query), size);
}

/* A count of 64 bits in as many words as that takes, in the host's order. */
static uint64_t load_wide(struct kcov_device *device, size_t word)
{
	uintptr_t parts[sizeof(uint64_t) / sizeof(uintptr_t)];
	uint64_t value;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		parts[i] = kcov_port_area_load(device, word + i);
	__builtin_memcpy(&value, parts, sizeof(value));
	return value;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Clients write counts: what is above the limit is as full as can be. */
static uint64_t records_locked(struct kcov_device *device, size_t words)
{
	const struct kcov_choice choice = device->choice;

	if (device->mode == KCOV_MODE_CMP)
		return least(load_wide(device, 0), kcov_cmp_limit(words));
	if (!kcov_choice_fits(&choice, words))
		return 0;
	return least(kcov_port_area_load(device, 0),
		     kcov_choice_limit(&choice, words));
}

static uint64_t cmp_records_locked(struct kcov_device *device, size_t words)
{
	const struct kcov_choice choice = device->choice;

	if (!choice.cmp_words || !kcov_choice_fits(&choice, words))
		return 0;
	return least(load_wide(device, kcov_choice_pc_words(&choice, words)),
		     kcov_cmp_limit((size_t)choice.cmp_words));
}

void kcov_counters_note_locked(struct kcov_device *device)
{
	uint64_t records =
		records_locked(device, kcov_load_size(&device->words));

	if (records > device->counters.high_water)
		device->counters.high_water = records;
}

static void count_locked(struct kcov_stat *stat, struct kcov_device *device)
{
	const struct kcov_counters *counters = &device->counters;
	const size_t words = kcov_load_size(&device->words);

	kcov_counters_note_locked(device);
	stat->records = records_locked(device, words);
	stat->cmp_records = cmp_records_locked(device, words);
	stat->high_water = counters->high_water;
	stat->generation = counters->resets;
	stat->lost_full = kcov_counter_read(&counters->full);
	stat->lost_cmp_full = kcov_counter_read(&counters->cmp_full);
	stat->lost_section = counters->section;
	stat->lost_delivery = counters->delivery;
	stat->repeated = kcov_counter_read(&counters->repeated);
	stat->no_area = counters->no_area;
	stat->stale = counters->stale;
	stat->too_deep = counters->too_deep;
	if (kcov_counters_lost_locked(counters) != counters->lost_before)
		stat->flags |= KCOV_STAT_TRUNCATED;
}

int kcov_device_stat(struct kcov_device *device, uintptr_t argument)
{
	struct kcov_stat stat;
	unsigned long flags;
	uint32_t size;
	int err = kcov_argument_in(&stat, sizeof(stat), argument, &size);

	if (err)
		return err;
	stat = (struct kcov_stat){ 0 };
	flags = kcov_port_device_lock(device);
	if (device->state == KCOV_STATE_NEW)
		err = -EINVAL;
	else
		count_locked(&stat, device);
	kcov_port_device_unlock(device, flags);
	return err ? err :
		     kcov_argument_out(argument, &stat, sizeof(stat), size);
}
