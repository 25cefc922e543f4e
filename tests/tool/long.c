// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Records as often as it is told, in as many threads: long ROUNDS [THREADS]. */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

static volatile unsigned int sink;
static unsigned int rounds;

static void step(unsigned int i)
{
	if (i % 3)
		sink += i;
	else if (i == 4242)
		sink = 7;
	else
		sink ^= i;
}

static void *run(void *unused)
{
	unsigned int i;

	for (i = 0; i < rounds; i++)
		step(i);
	return unused;
}

int main(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[2]) : 0;
	pthread_t thread;

	rounds = (unsigned int)atoi(argv[1]);
	run(NULL);
	while (count--)
		if (pthread_create(&thread, NULL, run, NULL) ||
		    pthread_join(thread, NULL))
			return 1;
	return 0;
}
