// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * memory: how many bytes of memory a collecting thread's device takes beside
 * its area: what the process has more of (proportionally: pages that are mapped
 * twice count once) after many threads enabled one each.
 */
#include <alloca.h>
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/kcov.h>

enum { DEVICES = 64, WORDS = 4096, STACK = 64 << 10 };

static pthread_barrier_t barrier;

static long memory_of_process(void)
{
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long kilobytes = -1;

	if (!file)
		err(1, "/proc/self/smaps_rollup");
	while (kilobytes < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "Pss: %ld kB", &kilobytes);
	fclose(file);
	if (kilobytes < 0)
		errx(1, "no Pss in /proc/self/smaps_rollup");
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
	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS) ||
	    ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		err(1, "kcov");
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
		if (pthread_create(&threads[i], NULL, collect, NULL))
			errx(1, "no thread");
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
