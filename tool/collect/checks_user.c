// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The doctor on user space: the library, one record, what a record costs. */
#include <errno.h>
#include <linux/kcov.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tool/base/places.h"
#include "tool/collect/checks.h"
#include "tool/collect/launch.h"

/* The library's own, as an instrumented program would call it. */
void __sanitizer_cov_trace_pc(void);

static void check_library(struct finding *finding)
{
	char *library = library_place();
	struct text why = { 0 };

	/* A bare name is the loader's to find. */
	if (strchr(library, '/') && access(library, R_OK)) {
		finding->verdict = CHECK_WRONG;
		snprintf(finding->text, sizeof(finding->text),
			 "%s is not beside kcovctl: make lib, or name it in "
			 "KCOV_LIBRARY",
			 library);
	} else if (preload_works(&why)) {
		snprintf(finding->text, sizeof(finding->text),
			 "programs are traced by %s, which the loader takes",
			 library);
	} else {
		finding->verdict = CHECK_WRONG;
		snprintf(finding->text, sizeof(finding->text),
			 "programs cannot be traced by %s, as %s: make lib, or "
			 "name it in KCOV_LIBRARY",
			 library, why.at);
	}
	text_free(&why);
	free(library);
}

static void check_trace(struct finding *finding, struct finding *extended)
{
	struct device device;
	int error;

	if (!device_open(&device, 512)) {
		finding->verdict = CHECK_WRONG;
		strcpy(finding->text,
		       "the library makes no device: its line on stderr says "
		       "why, and what to do");
		return;
	}
	error = device_enable(&device, KCOV_TRACE_PC);
	__sanitizer_cov_trace_pc();
	if (!error)
		device_disable(&device);
	if (error) {
		finding->verdict = CHECK_WRONG;
		snprintf(finding->text, sizeof(finding->text), "%s",
			 explain_enable(error, KCOV_TRACE_PC));
	} else if (device_records(&device, KCOV_TRACE_PC) != 1) {
		finding->verdict = CHECK_WRONG;
		strcpy(finding->text, "one call of the callback did not give "
				      "one PC: another library defines "
				      "__sanitizer_cov_trace_pc; unset "
				      "LD_PRELOAD");
	} else {
		strcpy(finding->text, "one call of the callback gave one PC");
	}
	if (finding->verdict == CHECK_RIGHT)
		check_extended(&device, extended);
	device_close(&device);
}

#define COST_WORDS (64 << 10)
#define COST_CALLS (COST_WORDS - 1)
#define COST_ROUNDS 20

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
}

/* Of one callback; the quickest of some rounds, as others use the machine. */
static double cost_ns(struct device *device)
{
	double begin, took, least = 1e18;
	int round, i;

	for (round = 0; round < COST_ROUNDS; round++) {
		device->area[0] = 0;
		begin = now_ns();
		for (i = 0; i < COST_CALLS; i++)
			__sanitizer_cov_trace_pc();
		took = (now_ns() - begin) / COST_CALLS;
		least = took < least ? took : least;
	}
	return least;
}

/* With the number of records, what kcov's part in a program's time can be. */
static void check_cost(struct finding *finding)
{
	struct device device;
	double off, on;
	uint64_t records;

	if (!device_open(&device, COST_WORDS)) {
		finding->verdict = CHECK_SKIPPED;
		strcpy(finding->text, "there is no device");
		return;
	}
	off = cost_ns(&device);
	records = device_records(&device, KCOV_TRACE_PC);
	device_enable(&device, KCOV_TRACE_PC);
	on = cost_ns(&device);
	device_disable(&device);
	if (records || device_records(&device, KCOV_TRACE_PC) != COST_CALLS) {
		finding->verdict = CHECK_SKIPPED;
		strcpy(finding->text, "not every call of the callback gave "
				      "one PC");
	} else {
		snprintf(finding->text, sizeof(finding->text),
			 "an instrumented block costs %.2f ns while nothing "
			 "records it and %.2f ns while something does: a "
			 "million records take %.1f ms",
			 off, on, on);
	}
	device_close(&device);
}

int check_user_space(void (*report)(const struct finding *finding, void *data),
		     void *data)
{
	struct finding library = { .name = "library" };
	struct finding trace = { .name = "user-trace" };
	struct finding extended = { .name = "user-extended",
				    .verdict = CHECK_SKIPPED,
				    .text = "needs what is missing" };
	struct finding cost = { .name = "user-cost" };

	host_choose(HOST_USER);
	check_library(&library);
	report(&library, data);
	check_trace(&trace, &extended);
	report(&trace, data);
	report(&extended, data);
	check_cost(&cost);
	report(&cost, data);
	return (library.verdict == CHECK_WRONG) +
	       (trace.verdict == CHECK_WRONG) +
	       (extended.verdict == CHECK_WRONG);
}
