/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A check for each function of core/port.h: NULL, or what is wrong. They are
 * made in the order of selftest.c, and each may rely on those before it.
 */
#ifndef KCOV_SELFTEST_CHECKS_H
#define KCOV_SELFTEST_CHECKS_H

#include "core/kcov.h"
#include "port/selftest/selftest.h"

/* Of the area that is tried, an odd number. */
enum { KCOV_SELFTEST_WORDS = 511, KCOV_SELFTEST_RECORDS = 510 };

struct kcov_bench {
	const struct kcov_selftest *host;
	struct kcov_task *task;
	struct kcov_device *device; /* has an area of so many words */
	struct kcov_device *other;  /* has one, too */
};

#define KCOV_CHECK(hook) const char *kcov_check_##hook(struct kcov_bench *bench)

/* hot.c */
KCOV_CHECK(self);
KCOV_CHECK(context);
KCOV_CHECK(pc_area);
KCOV_CHECK(cmp_area);
KCOV_CHECK(pc_limit);
KCOV_CHECK(cmp_limit);
KCOV_CHECK(pc_feedback);
KCOV_CHECK(cmp_feedback);
KCOV_CHECK(feedback_area);
KCOV_CHECK(pc);
KCOV_CHECK(store_release);
KCOV_CHECK(store_release_u64);
KCOV_CHECK(in_context);

/* locks.c */
KCOV_CHECK(irq_save);
KCOV_CHECK(irq_restore);
KCOV_CHECK(lock_init);
KCOV_CHECK(device_lock);
KCOV_CHECK(device_unlock);
KCOV_CHECK(registry_lock);
KCOV_CHECK(registry_unlock);
KCOV_CHECK(ref_put);
KCOV_CHECK(ref_init);
KCOV_CHECK(ref_get);

/* memory.c */
KCOV_CHECK(alloc);
KCOV_CHECK(free);
KCOV_CHECK(copy_in);
KCOV_CHECK(copy_out);
KCOV_CHECK(section_alloc);
KCOV_CHECK(section_ready);
KCOV_CHECK(section_free);
KCOV_CHECK(device_free);
KCOV_CHECK(area_free);

/* devices.c */
KCOV_CHECK(area_alloc);
KCOV_CHECK(area_map);
KCOV_CHECK(area_load);
KCOV_CHECK(area_store);
KCOV_CHECK(area_feedback);
KCOV_CHECK(area_limit);
KCOV_CHECK(bound);
KCOV_CHECK(armed);
KCOV_CHECK(unbound);
KCOV_CHECK(abandoned);
KCOV_CHECK(publish);
KCOV_CHECK(withdraw);
KCOV_CHECK(describe);
KCOV_CHECK(may_seal);
KCOV_CHECK(no_area);
KCOV_CHECK(bug);

#endif /* KCOV_SELFTEST_CHECKS_H */
