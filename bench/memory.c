// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * memory: how many bytes of memory a collecting thread's device takes beside
 * its area: what the process has more of (proportionally: pages that are mapped
 * twice count once) after many threads enabled one each.
 */
#include <alloca.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/kcov.h>

enum { DEVICES = 64, WORDS = 4096, STACK = 64 << 10 };

static pthread_barrier_t barrier;

static void check(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static long memory_of_process(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long kilobytes = -1;

	check(file != NULL, "memory: /proc/self/smaps_rollup");
	while (kilobytes < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "Pss: %ld kB", &kilobytes);
	fclose(file);
	check(kilobytes >= 0, "memory: no Pss");
	return kilobytes * 1024;
}

/* Stack that the calls may need is there before it is looked at. */
static void touch_stack(void)
{
	char *bytes = alloca(STACK);

	memset(bytes, 1, STACK);
	__asm__ volatile("" : : "r"(bytes) : "memory");
}

static void *collect(void *unused)
{
	int fd;

	(void)unused;
	touch_stack();
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	fd = open("/sys/kernel/debug/kcov", O_RDWR);
	check(fd >= 0, "memory: kcov");
	check(!ioctl(fd, KCOV_INIT_TRACE, WORDS), "memory: KCOV_INIT_TRACE");
	check(!ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC), "memory: KCOV_ENABLE");
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	return NULL;
}

int main(void)
{
	pthread_t threads[DEVICES];
	long before;
	long after;
	int i;

	memory_of_process();
	pthread_barrier_init(&barrier, NULL, DEVICES + 1);
	for (i = 0; i < DEVICES; i++)
		check(!pthread_create(&threads[i], NULL, collect, NULL),
		      "memory: thread");
	pthread_barrier_wait(&barrier);
	before = memory_of_process();
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	after = memory_of_process();
	pthread_barrier_wait(&barrier);
	for (i = 0; i < DEVICES; i++)
		pthread_join(threads[i], NULL);
	printf("%ld\n", (after - before) / DEVICES -
				(long)(WORDS * sizeof(unsigned long)));
	return 0;
}
