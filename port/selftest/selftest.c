// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The order of the checks and what they have in common. Called by the host, in
 * plain task context, without locks.
 */
#include "port/selftest/selftest.h"

#include "port/selftest/checks.h"

#define ROW(hook) { "kcov_port_" #hook, kcov_check_##hook }

static const struct {
	const char *hook;
	const char *(*check)(struct kcov_bench *bench);
} checks[] = {
	/* Of nothing but the host. */
	ROW(self),
	ROW(context),
	ROW(pc),
	ROW(store_release),
	ROW(store_release_u64),
	ROW(irq_save),
	ROW(irq_restore),
	ROW(alloc),
	ROW(free),
	ROW(copy_in),
	ROW(copy_out),
	ROW(describe),
	/* Of devices without an area. */
	ROW(lock_init),
	ROW(device_lock),
	ROW(device_unlock),
	ROW(registry_lock),
	ROW(registry_unlock),
	ROW(ref_put),
	ROW(ref_init),
	ROW(ref_get),
	ROW(device_free),
	ROW(may_seal),
	/* From here on there are two with an area. */
	ROW(area_alloc),
	ROW(area_map),
	ROW(area_load),
	ROW(area_store),
	ROW(area_feedback),
	ROW(area_free),
	ROW(bound),
	ROW(armed),
	ROW(unbound),
	ROW(abandoned),
	/* What a task says that collects. */
	ROW(pc_area),
	ROW(pc_limit),
	ROW(pc_feedback),
	ROW(feedback_area),
	ROW(cmp_area),
	ROW(cmp_limit),
	ROW(cmp_feedback),
	ROW(area_limit),
	ROW(in_context),
	/* Sections. */
	ROW(section_alloc),
	ROW(section_ready),
	ROW(section_free),
	ROW(publish),
	ROW(withdraw),
	ROW(no_area),
	ROW(bug),
};

const char *kcov_port_selftest(const struct kcov_selftest *host,
			       const char **what)
{
	struct kcov_bench bench = { .host = host, .task = host->task };
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		if (host->trying)
			host->trying(checks[i].hook);
		*what = checks[i].check(&bench);
		/* What was opened stays: nobody knows what works. */
		if (*what)
			return checks[i].hook;
	}
	host->close(bench.device);
	host->close(bench.other);
	return NULL;
}
