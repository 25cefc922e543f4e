// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the proof needs of the core beside its objects: inline functions as
 * functions, and the layout of what it looks at, from the compiler.
 */
#include "core/buffer.h"
#include "core/delivery.h"
#include "core/handle.h"

const uint32_t kcov_probe_layout[] = {
	offsetof(struct kcov_task, pc.area),
	offsetof(struct kcov_task, pc.limit),
	offsetof(struct kcov_task, cmp.area),
	offsetof(struct kcov_task, cmp.limit),
	offsetof(struct posix_limit, records),
	sizeof(struct posix_limit),
};

/* Of struct kcov_feedback, in the order of claims; last, where the area is. */
const uint32_t kcov_probe_feedback[] = {
	offsetof(struct kcov_feedback, pc_limit),
	offsetof(struct kcov_feedback, pc_count),
	offsetof(struct kcov_feedback, shift),
	offsetof(struct kcov_feedback, previous),
	offsetof(struct kcov_feedback, used),
	offsetof(struct kcov_feedback, limit),
	offsetof(struct kcov_feedback, area),
	offsetof(struct kcov_feedback, set.pcs),
	offsetof(struct kcov_feedback, set.used),
	offsetof(struct kcov_feedback, set.bits),
	offsetof(struct kcov_feedback, lost),
	offsetof(struct kcov_feedback, repeated),
	offsetof(struct kcov_feedback, cmp_limit),
	offsetof(struct kcov_feedback, cmp_count),
	offsetof(struct kcov_feedback, cmp_area),
	offsetof(struct kcov_feedback, cmp_room),
	offsetof(struct kcov_feedback, cmp_lost),
	sizeof(struct posix_front),
};

/* Of structs that a delivery looks at, as above. */
const uint32_t kcov_probe_session[] = {
	offsetof(struct kcov_session, device),
	offsetof(struct kcov_session, area),
	offsetof(struct kcov_session, limit),
	offsetof(struct kcov_session, choice.feedback),
	offsetof(struct kcov_session, choice.map_bits),
	offsetof(struct kcov_session, known.feedback.shift),
	offsetof(struct kcov_session, known.feedback.used),
	offsetof(struct kcov_session, known.feedback.set.pcs),
	offsetof(struct kcov_session, known.feedback.set.used),
	offsetof(struct kcov_session, known.feedback.set.bits),
	offsetof(struct kcov_session, known.feedback.repeated),
	offsetof(struct kcov_session, known.records),
	offsetof(struct kcov_session, known.rewound),
	offsetof(struct kcov_session, known.is_old),
};

const uint32_t kcov_probe_device[] = {
	offsetof(struct kcov_device, delivered.records),
	offsetof(struct kcov_device, delivered.rewound),
	offsetof(struct kcov_device, counters.repeated),
};

const uint32_t kcov_probe_delivery[] = {
	offsetof(struct kcov_delivery, next),
	offsetof(struct kcov_delivery, left),
	offsetof(struct kcov_delivery, previous),
};

const uint32_t kcov_probe_choice[] = {
	offsetof(struct kcov_choice, feedback),
	offsetof(struct kcov_choice, flags),
	offsetof(struct kcov_choice, map_bits),
	offsetof(struct kcov_choice, set_bits),
	offsetof(struct kcov_choice, cmp_words),
};

uint64_t kcov_probe_area_limit(enum kcov_mode mode, size_t words);
uint64_t kcov_probe_remote_handle(uint64_t subsystem, uint64_t instance);

uint64_t kcov_probe_area_limit(enum kcov_mode mode, size_t words)
{
	return kcov_area_limit(mode, words);
}

#define PREDICATE(name)                            \
	bool kcov_probe_##name(uint64_t handle);   \
	bool kcov_probe_##name(uint64_t handle)    \
	{                                          \
		return kcov_handle_##name(handle); \
	}
PREDICATE(is_common)
PREDICATE(is_subsystem)
PREDICATE(names_session)
PREDICATE(is_valid)

uint64_t kcov_probe_remote_handle(uint64_t subsystem, uint64_t instance)
{
	return kcov_remote_handle(subsystem, instance);
}
