// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * stability RUNS [CALL...]: makes each call of a table RUNS times with PCs
 * collected, and prints which traces came of it: for every call a line
 * "CALL name", then for each different trace "TRACE times" and its PCs, one a
 * line. Unchanged on every host that has kcov; bench/stability/run reads it.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/kcov.h>

#include "stability.h"

/*
 * Runs that are not counted: what is set up once is set up by them. Page
 * tables, slabs and dentries take a few; a page that is used again and again is
 * on its way to the active ones until a batch of 31 is full, on each processor.
 */
enum { WORDS = 1 << 18, WARM_UP = 100 };

struct variant {
	uint64_t *trace; /* count, PCs */
	unsigned times;
};

static uint64_t *area;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* Copies the trace in the area; nothing here may be collected meanwhile. */
static uint64_t count_of_area(void)
{
	return __atomic_load_n(&area[0], __ATOMIC_ACQUIRE);
}

static bool same(const uint64_t *trace, uint64_t count)
{
	return trace[0] == count &&
	       !memcmp(trace + 1, area + 1, count * sizeof(*trace));
}

/* Files the trace in the area among the variants; says how many there are. */
static unsigned file(struct variant *variants, unsigned known, uint64_t count)
{
	struct variant *v;

	for (v = variants; v < variants + known; v++) {
		if (same(v->trace, count)) {
			v->times++;
			return known;
		}
	}
	v->trace = malloc((count + 1) * sizeof(*v->trace));
	if (!v->trace)
		fail("stability: malloc");
	memcpy(v->trace + 1, area + 1, count * sizeof(*v->trace));
	v->trace[0] = count;
	v->times = 1;
	return known + 1;
}

static void print(const char *name, const struct variant *variants,
		  unsigned known)
{
	unsigned i;
	uint64_t at;

	printf("CALL %s\n", name);
	for (i = 0; i < known; i++) {
		printf("TRACE %u\n", variants[i].times);
		for (at = 1; at <= variants[i].trace[0]; at++)
			printf("%" PRIx64 "\n", variants[i].trace[at]);
	}
}

static void measure(const struct stability_call *call, int device,
		    unsigned runs)
{
	struct variant *variants = calloc(runs, sizeof(*variants));
	unsigned known = 0;
	unsigned run;

	if (!variants)
		fail("stability: malloc");
	for (run = 0; run < runs + WARM_UP; run++) {
		uint64_t count;

		if (ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC))
			fail("stability: KCOV_ENABLE");
		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
		call->make();
		count = count_of_area();
		if (ioctl(device, KCOV_DISABLE, 0))
			fail("stability: KCOV_DISABLE");
		if (count >= WORDS - 1) {
			fprintf(stderr, "stability: %s fills the area\n",
				call->name);
			exit(1);
		}
		if (run >= WARM_UP)
			known = file(variants, known, count);
	}
	print(call->name, variants, known);
	while (known)
		free(variants[--known].trace);
	free(variants);
}

static bool wanted(const char *name, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++) {
		if (!strcmp(*names, name))
			return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	const struct stability_call *call;
	int device;

	if (argc < 2 || atoi(argv[1]) < 1) {
		fprintf(stderr, "usage: stability RUNS [CALL...]\n");
		return 2;
	}
	device = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (device < 0 || ioctl(device, KCOV_INIT_TRACE, WORDS))
		fail("stability: kcov");
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, device, 0);
	if (area == MAP_FAILED ||
	    madvise(area, WORDS * sizeof(*area), MADV_DONTFORK))
		fail("stability: mmap");
	/* A page that is first written while collecting is a fault in a trace. */
	memset(area, 0, WORDS * sizeof(*area));
	stability_prepare();
	for (call = stability_calls; call->name; call++) {
		if (wanted(call->name, argv + 2))
			measure(call, device, (unsigned)atoi(argv[1]));
	}
	return 0;
}
