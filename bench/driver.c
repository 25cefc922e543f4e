// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * driver MODE OPERATIONS [run|cycle [THREADS]]: runs one workload under one
 * runtime and prints "NS CPU-NS EVENTS": time from the first thread's start
 * to the last one's end, processor time of all threads, and what one operation
 * collected. A cycle is what a
 * fuzzer does per input: reset, run, collect. bench/run compares the programs.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/runtime.h"
#include "bench/workload.h"

enum { MAX_THREADS = 64 };

static const char *mode;
static long operations;
static bool cycle;
static pthread_barrier_t barrier;

/* Read by nobody: keeps the compiler from dropping the work. */
static volatile uint64_t sink;

/* callgrind counts from here to the return; see bench/measure.py. */
uint64_t bench_operation(void *work);
uint64_t bench_operation(void *work)
{
	if (!cycle) {
		runtime_restart();
		sink = work_run(work);
		return 0;
	}
	runtime_reset();
	sink = work_run(work);
	return runtime_collect();
}

/* Neither inlined nor specialised, so that there is a function to count. */
static uint64_t (*volatile operation)(void *work) = bench_operation;

static uint64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* One thread of work. */
struct worker {
	uint64_t start; /* ns of CLOCK_MONOTONIC */
	uint64_t end;
	uint64_t cpu; /* ns */
	uint64_t events;
};

/* The first operation warms up and is not counted. */
static void *run(void *argument)
{
	struct worker *self = argument;
	void *work = work_new();
	long i;

	runtime_begin(mode);
	runtime_restart();
	sink = work_run(work);
	self->events = runtime_collect();
	pthread_barrier_wait(&barrier);
	self->start = now(CLOCK_MONOTONIC);
	self->cpu = now(CLOCK_THREAD_CPUTIME_ID);
	for (i = 0; i < operations; i++)
		operation(work);
	self->cpu = now(CLOCK_THREAD_CPUTIME_ID) - self->cpu;
	self->end = now(CLOCK_MONOTONIC);
	/* Nobody gives back tens of megabytes while others are timed. */
	pthread_barrier_wait(&barrier);
	runtime_end();
	return NULL;
}

int main(int argc, char **argv)
{
	int threads = argc > 4 ? atoi(argv[4]) : 1;
	struct worker workers[MAX_THREADS] = { 0 };
	struct worker all = { .start = UINT64_MAX };
	pthread_t thread[MAX_THREADS];
	int i;

	if (argc < 3 || threads < 1 || threads > MAX_THREADS) {
		fprintf(stderr,
			"usage: %s off|pc|cmp OPERATIONS [run|cycle "
			"[THREADS]]\n",
			argv[0]);
		return 2;
	}
	mode = argv[1];
	operations = atol(argv[2]);
	cycle = argc > 3 && !strcmp(argv[3], "cycle");
	pthread_barrier_init(&barrier, NULL, (unsigned int)threads);
	for (i = 0; i < threads; i++) {
		errno = pthread_create(&thread[i], NULL, run, &workers[i]);
		if (errno) {
			perror("driver: thread");
			return 1;
		}
	}
	for (i = 0; i < threads; i++) {
		pthread_join(thread[i], NULL);
		if (workers[i].start < all.start)
			all.start = workers[i].start;
		if (workers[i].end > all.end)
			all.end = workers[i].end;
		all.cpu += workers[i].cpu;
	}
	printf("%llu %llu %llu\n", (unsigned long long)(all.end - all.start),
	       (unsigned long long)all.cpu,
	       (unsigned long long)workers[0].events);
	return 0;
}
