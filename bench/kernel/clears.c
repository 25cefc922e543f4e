// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How often does a record arrive after a client cleared the count, although the
 * thread that collects only waits? Tests of kcov in other systems do so: a
 * thread enables collection, tells that it has by a semaphore, and waits for
 * another; the client clears the count as soon as it is told, works itself, and
 * expects that the count is still zero. Between telling and waiting the thread
 * executes the end of one futex call and the beginning of the next. clears
 * RUNS: prints the runs, those with late records, and these records.
 */
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include "bench/kernel/client.h"

static struct device device;
static sem_t enabled, done;

static void *collect_and_wait(void *unused)
{
	enable(&device, KCOV_TRACE_PC);
	sem_post(&enabled);
	sem_wait(&done);
	disable(&device);
	return unused;
}

/* Records that came after the clear. */
static uint64_t run(void)
{
	pthread_t thread;
	uint64_t late;

	check(!pthread_create(&thread, NULL, collect_and_wait, NULL), "thread");
	sem_wait(&enabled);
	__atomic_store_n(&device.area[0], 0, __ATOMIC_RELAXED);
	getppid();
	usleep(20000);
	late = count(&device);
	sem_post(&done);
	pthread_join(thread, NULL);
	return late;
}

int main(int argc, char **argv)
{
	unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	unsigned long i, with = 0, records = 0;

	device = device_open();
	sem_init(&enabled, 0, 0);
	sem_init(&done, 0, 0);
	for (i = 0; i < runs; i++) {
		uint64_t late = run();

		with += late != 0;
		records += late;
	}
	printf("%lu %lu %lu\n", runs, with, records);
	return 0;
}
