// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-query, E-stat, E-lost, E-reset, E-setup, E-struct: what QUERY and STAT say,
 * field by field, in every state of a device; what RESET_TRACE clears and what
 * it leaves; structs of all sizes; and the order of errors. kills: a field of
 * another; a loss that nobody adds up; a reset of more than the counts; a byte
 * of a longer struct that nobody looks at.
 */
#include <uapi/linux/kcov_extended.h>

#include "core/buffer.h"
#include "core/told.h"
#include "tests/core/fixture.h"

static struct kcov_task task;

static long call(struct kcov_device *device, unsigned long command, void *at)
{
	return kcov_ioctl(device, &task, command, (uintptr_t)at);
}

static long set_up(struct kcov_device *device, struct kcov_setup setup)
{
	setup.size = sizeof(setup);
	return call(device, KCOV_SETUP, &setup);
}

static struct kcov_query query_of(struct kcov_device *device)
{
	struct kcov_query query = { .size = sizeof(query) };

	if (call(device, KCOV_QUERY, &query))
		memset(&query, 0xff, sizeof(query));
	return query;
}

static void before_a_size(void)
{
	struct kcov_device *device = fake_device_open();
	struct kcov_stat stat = { .size = sizeof(stat) };
	struct kcov_query query = query_of(device);

	tap_ok(query.state == KCOV_DEVICE_NEW && !query.words && !query.mode,
	       "a new device says that it is one");
	tap_ok(call(device, KCOV_STAT, &stat) == -EINVAL &&
		       set_up(device, (struct kcov_setup){ 0 }) == -EINVAL &&
		       call(device, KCOV_RESET_TRACE, NULL) == -EINVAL,
	       "and has nothing to count, to set up or to reset");
	kcov_device_put(device);
}

static uint64_t all_features(void)
{
	return KCOV_FEATURE_RESET | KCOV_FEATURE_STAT | KCOV_FEATURE_UNIQUE |
	       KCOV_FEATURE_EDGES | KCOV_FEATURE_CMP_WORDS | KCOV_FEATURE_SEAL |
	       KCOV_FEATURE_FRESH | KCOV_FEATURE_REMOTE;
}

static void features_are_the_hosts(void)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_query query = query_of(device);

	tap_ok(query.size == sizeof(query) && query.version == 1 &&
		       query.features == all_features() &&
		       query.word_bytes == sizeof(uintptr_t) &&
		       query.comparisons == 1 && !query.reserved,
	       "QUERY says what this kcov is");
	tap_ok(query.pc_form == KCOV_PC_LINKED && query.granule == 1 &&
		       query.words_max == INT32_MAX / sizeof(uintptr_t),
	       "and what the host says of itself");
	fake_has_seal = fake_has_cmp = 0;
	query = query_of(device);
	tap_ok(query.features == (all_features() & ~(KCOV_FEATURE_CMP_WORDS |
						     KCOV_FEATURE_SEAL)) &&
		       !query.comparisons,
	       "which may have no seal and no comparisons");
	fake_has_seal = fake_has_cmp = 1;
	kcov_device_put(device);
}

/* What a client left in a struct that is all ours to fill in. */
static void nothing_of_the_clients_stays(void)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_query query;
	struct kcov_stat stat;

	memset(&query, 0xff, sizeof(query));
	memset(&stat, 0xff, sizeof(stat));
	query.size = sizeof(query);
	stat.size = sizeof(stat);
	tap_ok(!call(device, KCOV_QUERY, &query) && !query.reserved &&
		       !query.slide && !query.text_start && !query.mode,
	       "QUERY fills in all of its struct");
	tap_ok(!call(device, KCOV_STAT, &stat) && !stat.flags &&
		       !stat.records && !stat.cmp_records,
	       "and STAT of its own");
	kcov_device_put(device);
}

static bool is_in_state(struct kcov_device *device, uint32_t state,
			uint32_t mode)
{
	struct kcov_query query = query_of(device);

	return query.state == state && query.mode == mode && query.words == 64;
}

static void states(void)
{
	struct kcov_device *device = sized_device(64);
	union remote remote;
	bool right;

	new_task(&task);
	right = is_in_state(device, KCOV_DEVICE_INIT, 0);
	enable(device, KCOV_TRACE_PC);
	right &= is_in_state(device, KCOV_DEVICE_LOCAL, KCOV_TRACE_PC);
	disable(device);
	enable(device, KCOV_TRACE_CMP);
	right &= is_in_state(device, KCOV_DEVICE_LOCAL, KCOV_TRACE_CMP);
	disable(device);
	right &= is_in_state(device, KCOV_DEVICE_INIT, 0);
	ask(&remote, 16, 1, 0);
	remote.arg.trace_mode = KCOV_TRACE_CMP;
	remote_enable(device, &remote);
	right &= is_in_state(device, KCOV_DEVICE_REMOTE, KCOV_TRACE_CMP);
	disable(device);
	tap_ok(right, "QUERY says the state, and the mode while enabled");
	kcov_device_put(device);
}

static void choices_are_told(void)
{
	struct kcov_device *device = sized_device(1 << 17);
	struct kcov_query query;

	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					    .flags = KCOV_SETUP_FRESH,
					    .map_bits = 13,
					    .cmp_words = 24 });
	query = query_of(device);
	tap_ok(query.feedback == KCOV_FEEDBACK_EDGES &&
		       query.flags == KCOV_SETUP_FRESH &&
		       query.map_bits == 13 && !query.set_bits &&
		       query.cmp_words == 24,
	       "QUERY says what SETUP chose");
	fake_writable_mappings = 1;
	tap_ok(set_up(device, (struct kcov_setup){ .reserved = 1 }) ==
			       -EINVAL &&
		       set_up(device, (struct kcov_setup){ .flags = 4 }) ==
			       -EINVAL &&
		       set_up(device, (struct kcov_setup){ .feedback = 3 }) ==
			       -EINVAL &&
		       set_up(device, (struct kcov_setup){ .set_bits = 9 }) ==
			       -EINVAL &&
		       query_of(device).map_bits == 13,
	       "what is refused changes nothing");
	tap_ok(!set_up(device, (struct kcov_setup){ 0 }),
	       "mappings are in the way of a seal alone");
	fake_writable_mappings = 0;
	kcov_device_put(device);
}

/* Each its own number, so that one cannot stand for another. */
static void losses_are_told_apart(void)
{
	struct kcov_device *device = sized_device(64);
	struct kcov_stat stat;

	device->counters = (struct kcov_counters){ .full = 1,
						   .cmp_full = 2,
						   .repeated = 4,
						   .section = 8,
						   .delivery = 16,
						   .no_area = 32,
						   .stale = 64,
						   .too_deep = 128,
						   .high_water = 256,
						   .resets = 512,
						   .lost_before = 251 };
	device->area.memory[0] = 63;
	stat = stat_of(device);
	tap_ok(stat.size == sizeof(stat) && stat.lost_full == 1 &&
		       stat.lost_cmp_full == 2 && stat.repeated == 4 &&
		       stat.lost_section == 8 && stat.lost_delivery == 16 &&
		       stat.no_area == 32 && stat.stale == 64 &&
		       stat.too_deep == 128 && stat.high_water == 256 &&
		       stat.generation == 512 && stat.records == 63 &&
		       !stat.cmp_records,
	       "STAT has each number");
	tap_ok(!stat.flags, "and nothing was lost since what was there before");
	device->counters.high_water = 62;
	tap_ok(stat_of(device).high_water == 63 &&
		       device->counters.high_water == 63,
	       "what it finds may be the most that there was");
	device->area.memory[0] = 5;
	tap_ok(stat_of(device).high_water == 63 && stat_of(device).records == 5,
	       "less is not");
	kcov_device_put(device);
}

static void every_loss_is_one(void)
{
	static const size_t losses[] = {
		offsetof(struct kcov_counters, full),
		offsetof(struct kcov_counters, cmp_full),
		offsetof(struct kcov_counters, section),
		offsetof(struct kcov_counters, delivery),
		offsetof(struct kcov_counters, no_area),
		offsetof(struct kcov_counters, stale),
		offsetof(struct kcov_counters, too_deep),
	};
	struct kcov_device *device = sized_device(64);
	unsigned int bad = 0;
	size_t i;

	new_task(&task);
	enable(device, KCOV_TRACE_PC);
	for (i = 0; i < sizeof(losses) / sizeof(*losses); i++) {
		++*(uint64_t *)((char *)&device->counters + losses[i]);
		bad += stat_of(device).flags != KCOV_STAT_TRUNCATED;
		bad += call(device, KCOV_RESET_TRACE, NULL) != 0;
		bad += stat_of(device).flags != 0;
	}
	device->counters.repeated++;
	bad += stat_of(device).flags != 0;
	tap_ok(!bad, "each loss truncates until a reset, and what repeats not");
	disable(device);
	kcov_device_put(device);
}

/* Words that no reset may touch. */
static void fill(struct kcov_device *device, size_t words)
{
	size_t i;

	for (i = 0; i < words; i++)
		device->area.memory[i] = ~(uintptr_t)0 - i;
}

/* Only these words are 0, as far as 64 bits go. */
static bool is_cleared(struct kcov_device *device, size_t words, size_t first,
		       size_t second)
{
	const size_t wide = sizeof(uint64_t) / sizeof(uintptr_t);
	size_t i;

	for (i = 0; i < words; i++) {
		bool zero = i == first ||
			    (second && i >= second && i < second + wide);

		if (!device->area.memory[i] != zero)
			return false;
	}
	return true;
}

static void a_reset_is_of_counts(void)
{
	struct kcov_device *device = sized_device(64);
	bool right;

	new_task(&task);
	tap_ok(call(device, KCOV_RESET_TRACE, NULL) == -EINVAL,
	       "a device that is not enabled is not reset");
	enable(device, KCOV_TRACE_PC);
	fill(device, 64);
	right = call(device, KCOV_RESET_TRACE, &task) == -EINVAL &&
		device->area.memory[0];
	tap_ok(right && !device->counters.resets, "a reset has no argument");
	right = !call(device, KCOV_RESET_TRACE, NULL);
	tap_ok(right && is_cleared(device, 64, 0, 0),
	       "a reset is of the count alone");
	tap_ok(device->counters.resets == 1 &&
		       device->counters.high_water == 63,
	       "it is counted, and so is what it finds");
	disable(device);
	set_up(device, (struct kcov_setup){ .cmp_words = 24 });
	enable(device, KCOV_TRACE_PC);
	fill(device, 64);
	call(device, KCOV_RESET_TRACE, NULL);
	tap_ok(is_cleared(device, 64, 0, 40), "of both, where there are two");
	disable(device);
	set_up(device, (struct kcov_setup){ 0 });
	enable(device, KCOV_TRACE_CMP);
	fill(device, 64);
	tap_ok(stat_of(device).records == kcov_cmp_limit(64),
	       "a count of comparisons is bounded by what there is room for");
	call(device, KCOV_RESET_TRACE, NULL);
	tap_ok(!*(uint64_t *)device->area.memory && device->area.memory[2],
	       "a count of comparisons has 64 bits");
	*(uint64_t *)device->area.memory = 2;
	tap_ok(stat_of(device).records == 2, "and is where the area begins");
	disable(device);
	kcov_device_put(device);
}

/* Counts that a client wrote; and a choice, where others write that. */
static void records_are_bounded(void)
{
	struct kcov_device *device = sized_device(1 << 15);
	bool right;

	set_up(device, (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					    .map_bits = 12,
					    .cmp_words = 24 });
	fill(device, 1 << 15);
	right = stat_of(device).records == 1 << 12 &&
		stat_of(device).cmp_records ==
			(24 * sizeof(uintptr_t) - 8) / 32;
	device->area.memory[0] = 7;
	memset(&device->area.memory[(1 << 15) - 24], 0, sizeof(uint64_t));
	*(uint8_t *)&device->area.memory[(1 << 15) - 24] = 3;
	right &= stat_of(device).records == 7 &&
		 stat_of(device).cmp_records == 3;
	tap_ok(right,
	       "records are as many as the counts say, or there is room");
	device->choice.map_bits = 21;
	right = !stat_of(device).records && !stat_of(device).cmp_records;
	device->choice.map_bits = 12;
	device->choice.cmp_words = 0;
	right &= stat_of(device).records == 7 && !stat_of(device).cmp_records;
	tap_ok(right, "a choice that does not fit has none");
	kcov_device_put(device);
}

/* With so many bytes behind it that one could be read that is not there. */
static long sized(struct kcov_device *device, unsigned long command,
		  uint32_t size, uint32_t dirty)
{
	static union {
		uint32_t size;
		unsigned char bytes[8192];
	} argument;
	long err;

	memset(&argument, 0, sizeof(argument));
	argument.size = size;
	if (dirty)
		argument.bytes[dirty] = 1;
	err = call(device, command, &argument);
	if (err)
		return err;
	return argument.size;
}

static void structs_of_any_size(void)
{
	static const struct {
		unsigned long command;
		uint32_t known;
	} calls[] = { { KCOV_QUERY, sizeof(struct kcov_query) },
		      { KCOV_STAT, sizeof(struct kcov_stat) },
		      { KCOV_SETUP, sizeof(struct kcov_setup) } };
	struct kcov_device *device = sized_device(64);
	unsigned int bad = 0;
	uint32_t size, at;
	size_t i;

	for (i = 0; i < 3; i++) {
		const unsigned long command = calls[i].command;
		const uint32_t known = calls[i].known;

		for (size = 0; size < 8; size++)
			bad += sized(device, command, size, 0) != -EINVAL;
		for (size = 8; size <= 4096; size += size < 400 ? 4 : 37)
			bad += sized(device, command, size, 0) !=
			       (command == KCOV_SETUP || size < known ? size :
									known);
		bad += sized(device, command, 4096, 0) < 0;
		bad += sized(device, command, 4097, 0) != -E2BIG;
		for (at = known; at < known + 300; at++) {
			bad += sized(device, command, at + 1, at) != -E2BIG;
			bad += sized(device, command, at, at) < 0;
		}
		bad += sized(device, command, 4096, 4095) != -E2BIG;
	}
	tap_ok(!bad, "structs may be shorter, and longer by zeros");
	/* Its size, what is known of it, what is not. */
	fake_fail_nth = 3;
	tap_ok(sized(device, KCOV_QUERY, 4096, 0) == -EFAULT,
	       "all of a longer struct must be there");
	fake_fail_nth = 0;
	kcov_device_put(device);
}

int main(void)
{
	new_task(&task);
	before_a_size();
	features_are_the_hosts();
	nothing_of_the_clients_stays();
	states();
	choices_are_told();
	losses_are_told_apart();
	every_loss_is_one();
	a_reset_is_of_counts();
	records_are_bounded();
	structs_of_any_size();
	tap_ok(nothing_left(0), "nothing is left over");
	return tap_done();
}
