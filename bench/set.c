// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * set ROUNDS: what a client does with a trace, in ns per PC, one line each
 * round: "name ns". The trace is made up: loops of some tens of blocks, visited
 * again and again, about 6,000 different PCs in a text of 1 MiB, which is the
 * shape (not the content) of a database at work. Ends with 1 if the ways to
 * make a set of it do not agree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <kcov/set.h>

enum { PCS = 1000000, LOOPS = 300, BODY = 20, TEXT = 1 << 20 };

#define START ((uintptr_t)0x400000)

static uintptr_t trace[PCS];
static uintptr_t sorted[PCS];
static uintptr_t listed[PCS];
static volatile uintptr_t sink;

static void make_trace(void)
{
	static uintptr_t loops[LOOPS][BODY];
	size_t n = 0;
	int l;
	int i;

	srand(1);
	for (l = 0; l < LOOPS; l++) {
		loops[l][0] = START + (uintptr_t)rand() % (TEXT - 64 * BODY);
		for (i = 1; i < BODY; i++)
			loops[l][i] =
				loops[l][i - 1] + 6 + (uintptr_t)rand() % 50;
	}
	while (n < PCS) {
		int times = 1 + rand() % 30;

		l = n < 2 * LOOPS * BODY ? (int)(n / BODY) % LOOPS :
					   rand() % LOOPS;
		while (times-- && n + BODY <= PCS) {
			memcpy(trace + n, loops[l], sizeof(loops[l]));
			n += BODY;
		}
	}
}

static int ascending(const void *a, const void *b)
{
	uintptr_t x = *(const uintptr_t *)a;
	uintptr_t y = *(const uintptr_t *)b;

	return x < y ? -1 : x > y;
}

static size_t by_qsort(void)
{
	size_t n = 0;
	size_t i;

	memcpy(sorted, trace, sizeof(trace));
	qsort(sorted, PCS, sizeof(sorted[0]), ascending);
	for (i = 0; i < PCS; i++)
		if (!n || sorted[n - 1] != sorted[i])
			sorted[n++] = sorted[i];
	return n;
}

static size_t by_set(struct kcov_set *set)
{
	kcov_set_clear(set);
	kcov_set_add(set, trace, PCS);
	return kcov_set_list(set, listed, PCS);
}

static void read_trace(void)
{
	uintptr_t sum = 0;
	size_t i;

	for (i = 0; i < PCS; i++)
		sum += trace[i];
	sink = sum;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double report(const char *name, double start)
{
	printf("%s %.4f\n", name, (now() - start) / PCS);
	return now();
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	struct kcov_set corpus;
	struct kcov_set set;
	double start;

	make_trace();
	if (kcov_set_init(&set, START, START + TEXT) ||
	    kcov_set_init(&corpus, START, START + TEXT))
		return 1;
	while (rounds-- > 0) {
		size_t by_sorting;
		size_t by_marking;

		read_trace();
		start = now();
		read_trace();
		start = report("read", start);
		by_sorting = by_qsort();
		start = report("sort-unique-by-qsort", start);
		by_marking = by_set(&set);
		start = report("sort-unique", start);
		kcov_set_clear(&corpus);
		start = now();
		kcov_set_merge(&corpus, &set);
		start = report("merge", start);
		sink = kcov_set_lacks(&corpus, trace, PCS);
		report("anything-new", start);
		if (sink || by_sorting != by_marking ||
		    memcmp(sorted, listed, by_sorting * sizeof(sorted[0])))
			return 1;
	}
	return 0;
}
