// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * sections THREADS RECORDS SECTIONS: every thread runs so many remote sections
 * of so many records, all at once, for a device of its own; prints the ns from
 * the first one's start to the last one's end.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

#include <kcov/kcov.h>
#include <linux/kcov.h>

enum { MAX_THREADS = 64, WORDS = 1 << 14 };

/* As the compiler calls it. */
void __sanitizer_cov_trace_pc(void);

static int records;
static int sections;
static pthread_barrier_t barrier;

struct worker {
	pthread_t thread;
	uint64_t handle;
	uint64_t start; /* ns of CLOCK_MONOTONIC */
	uint64_t end;
};

static void check(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The area of a device that listens to the handle. */
static uint64_t *listen_to(uint64_t handle)
{
	struct kcov_remote_arg argument = {
		.trace_mode = KCOV_TRACE_PC,
		.area_size = WORDS,
		.common_handle = handle,
	};
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);
	uint64_t *area;

	check(fd >= 0, "sections: kcov");
	check(!ioctl(fd, KCOV_INIT_TRACE, WORDS), "sections: KCOV_INIT_TRACE");
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	check(area != MAP_FAILED, "sections: mmap");
	check(!ioctl(fd, KCOV_REMOTE_ENABLE, &argument),
	      "sections: KCOV_REMOTE_ENABLE");
	return area;
}

static void run_section(uint64_t handle, uint64_t *area)
{
	int i;

	__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
	kcov_remote_start(handle);
	for (i = 0; i < records; i++)
		__sanitizer_cov_trace_pc();
	kcov_remote_stop();
	if (__atomic_load_n(&area[0], __ATOMIC_ACQUIRE) == (uint64_t)records)
		return;
	fprintf(stderr, "sections: a section did not arrive whole\n");
	exit(1);
}

static void *work(void *argument)
{
	struct worker *self = argument;
	uint64_t *area = listen_to(self->handle);
	int i;

	pthread_barrier_wait(&barrier);
	self->start = now();
	for (i = 0; i < sections; i++)
		run_section(self->handle, area);
	self->end = now();
	return NULL;
}

int main(int argc, char **argv)
{
	int threads = argc == 4 ? atoi(argv[1]) : 0;
	struct worker workers[MAX_THREADS];
	uint64_t start = UINT64_MAX;
	uint64_t end = 0;
	int i;

	if (threads < 1 || threads > MAX_THREADS) {
		fprintf(stderr, "usage: sections THREADS RECORDS SECTIONS\n");
		return 2;
	}
	records = atoi(argv[2]);
	sections = atoi(argv[3]);
	pthread_barrier_init(&barrier, NULL, (unsigned int)threads);
	for (i = 0; i < threads; i++)
		workers[i].handle = (uint64_t)i + 1;
	/* the first is this thread: callgrind counts what it does */
	for (i = 1; i < threads; i++)
		check(!pthread_create(&workers[i].thread, NULL, work,
				      &workers[i]),
		      "sections: thread");
	work(&workers[0]);
	for (i = 1; i < threads; i++)
		pthread_join(workers[i].thread, NULL);
	for (i = 0; i < threads; i++) {
		start = workers[i].start < start ? workers[i].start : start;
		end = workers[i].end > end ? workers[i].end : end;
	}
	printf("%llu\n", (unsigned long long)(end - start));
	return 0;
}
