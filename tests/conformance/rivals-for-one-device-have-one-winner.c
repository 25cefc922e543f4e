// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-E1, L-I3, S-D10, S-D19: of threads that size or enable one device at once
 * exactly one succeeds; the rest get EBUSY or EINVAL.
 * kills: the state read without the lock.
 */
#include <pthread.h>

#include "harness.h"
#include "target.h"

#define RIVALS 4
#define ROUNDS 100

static pthread_barrier_t barrier;
static int fd;
static int inits, enables;

static void *rival(void *argument)
{
	int round;

	for (round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&barrier);
		if (!ioctl(fd, KCOV_INIT_TRACE, 512))
			__atomic_add_fetch(&inits, 1, __ATOMIC_RELAXED);
		else
			CHECK_EQ(errno, EBUSY);
		pthread_barrier_wait(&barrier);
		if (!ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC)) {
			__atomic_add_fetch(&enables, 1, __ATOMIC_RELAXED);
			pthread_barrier_wait(&barrier);
			CHECK_OK(ioctl(fd, KCOV_DISABLE, 0));
		} else {
			CHECK_EQ(errno, EINVAL);
			pthread_barrier_wait(&barrier);
		}
		pthread_barrier_wait(&barrier);
		/* Here the main thread exchanges the device. */
		pthread_barrier_wait(&barrier);
	}
	return argument;
}

TEST_ANYWHERE(
	"of four threads that size and enable one device one wins each time")
{
	pthread_t threads[RIVALS];
	int i, round;

	pthread_barrier_init(&barrier, NULL, RIVALS + 1);
	fd = device_open();
	for (i = 0; i < RIVALS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, rival, NULL), 0);
	for (round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
		CHECK_EQ(inits, round + 1);
		CHECK_EQ(enables, round + 1);
		CHECK_OK(close(fd));
		fd = device_open();
		pthread_barrier_wait(&barrier);
	}
	for (i = 0; i < RIVALS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK_OK(close(fd));
}
