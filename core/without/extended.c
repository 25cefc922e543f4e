// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A kcov that has the calls of Linux and no others, for hosts that are short of
 * memory: instead of the files that sources.mk lists as kcov-core-extended.
 * Each area is a plain trace, and what it has no room for is not counted.
 */
#include "core/buffer.h"
#include "core/delivery.h"
#include "core/feedback.h"
#include "core/refused.h"
#include "core/setup.h"
#include "core/told.h"

int kcov_device_setup(struct kcov_device *device, uintptr_t argument)
{
	(void)device;
	(void)argument;
	return -ENOTTY;
}

int kcov_device_reset(struct kcov_device *device, uintptr_t argument)
{
	(void)device;
	(void)argument;
	return -ENOTTY;
}

int kcov_device_query(struct kcov_device *device, uintptr_t argument)
{
	(void)device;
	(void)argument;
	return -ENOTTY;
}

int kcov_device_stat(struct kcov_device *device, uintptr_t argument)
{
	(void)device;
	(void)argument;
	return -ENOTTY;
}

/* Callbacks: a full area, and an idle slot. */
KCOV_PORT_BY_REGISTERS void check_kcov_mode(uintptr_t pc, uintptr_t count,
					    uintptr_t *area)
{
	(void)pc;
	(void)count;
	(void)area;
}

KCOV_PORT_BY_REGISTERS void write_comp_data(uint64_t arg1, uint64_t arg2,
					    uint64_t *area, uint64_t count,
					    uintptr_t pc, uint64_t type)
{
	(void)arg1;
	(void)arg2;
	(void)area;
	(void)count;
	(void)pc;
	(void)type;
}

/* Every choice is the plain trace, which fits. */
bool kcov_choice_fits(const struct kcov_choice *choice, size_t words)
{
	(void)choice;
	(void)words;
	return true;
}

uintptr_t kcov_choice_limit(const struct kcov_choice *choice, size_t words)
{
	(void)choice;
	return kcov_pc_limit(words);
}

int kcov_seen_alloc(struct kcov_seen *set, const struct kcov_choice *choice)
{
	(void)choice;
	*set = (struct kcov_seen){ 0 };
	return 0;
}

void kcov_seen_free(struct kcov_seen *set)
{
	(void)set;
}

void kcov_feedback_trace(struct kcov_feedback *feedback, uint64_t *lost)
{
	(void)lost;
	*feedback = (struct kcov_feedback){ 0 };
}

void kcov_feedback_begin(struct kcov_feedback *feedback,
			 const struct kcov_choice *choice, uintptr_t *area,
			 size_t words, struct kcov_seen *set,
			 struct kcov_counters *counters)
{
	(void)choice;
	(void)area;
	(void)words;
	(void)set;
	kcov_feedback_trace(feedback, &counters->full);
}

void kcov_feedback_end(struct kcov_feedback *feedback, struct kcov_seen *set)
{
	(void)feedback;
	*set = (struct kcov_seen){ 0 };
}

/* Sections deliver whole records, as append.c does. */
struct kcov_delivery kcov_delivery_of(const struct kcov_section *section)
{
	(void)section;
	return (struct kcov_delivery){ 0 };
}

void kcov_delivery_ready_locked(struct kcov_session *session)
{
	(void)session;
}

uint64_t kcov_delivery_go_on_locked(struct kcov_session *session,
				    struct kcov_delivery *delivery)
{
	(void)session;
	(void)delivery;
	return 0;
}
