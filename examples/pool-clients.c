// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Two clients of a thread pool at once, each with a device of its own. What a
 * device collects is what its client's request executed, whichever worker took
 * it and whatever the other client did meanwhile: request for request the same
 * trace as when nobody else was there.
 *
 *   pool-clients [REQUESTS]
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <kcov/kcov.h>
#include <linux/kcov.h>

#include "pool.h"

#define WORDS (64 << 10)

struct client {
	const char *text;
	unsigned int id;
	unsigned int requests;
	unsigned long *area;
	unsigned long *alone; /* the trace of one undisturbed request */
	unsigned int wrong;
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int open_device(struct client *client)
{
	struct kcov_remote_arg arg = { 0 };
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		die("kcov");
	client->area = mmap(NULL, WORDS * sizeof(long), PROT_READ | PROT_WRITE,
			    MAP_SHARED, fd, 0);
	if (client->area == MAP_FAILED)
		die("mmap");
	arg.trace_mode = KCOV_TRACE_PC;
	arg.area_size = WORDS;
	arg.common_handle =
		kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, client->id);
	if (ioctl(fd, KCOV_REMOTE_ENABLE, &arg))
		die("KCOV_REMOTE_ENABLE");
	return fd;
}

static unsigned long ask(struct client *client)
{
	struct request request = { .text = client->text,
				   .handle = kcov_common_handle() };

	__atomic_store_n(&client->area[0], 0, __ATOMIC_RELAXED);
	pool_evaluate(&request);
	return __atomic_load_n(&client->area[0], __ATOMIC_ACQUIRE);
}

static void *run_client(void *arg)
{
	struct client *client = arg;
	int fd = open_device(client);
	unsigned int i;

	for (i = 0; i < client->requests; i++) {
		unsigned long n = ask(client);

		if (!client->alone) {
			client->alone = malloc((n + 1) * sizeof(long));
			memcpy(client->alone, client->area,
			       (n + 1) * sizeof(long));
		}
		if (!n || memcmp(client->alone, client->area,
				 (client->alone[0] + 1) * sizeof(long)))
			client->wrong++;
	}
	if (ioctl(fd, KCOV_DISABLE, 0))
		die("KCOV_DISABLE");
	return NULL;
}

int main(int argc, char **argv)
{
	struct client clients[2] = { { .text = "6*7", .id = 1 },
				     { .text = "(1+2)-0x10/3", .id = 2 } };
	unsigned int requests = argc > 1 ? (unsigned int)atoi(argv[1]) : 1000;
	pthread_t threads[2];
	int i;

	pool_start(4);
	/* First each on its own, then both at once. */
	for (i = 0; i < 2; i++) {
		clients[i].requests = 1;
		pthread_create(&threads[i], NULL, run_client, &clients[i]);
		pthread_join(threads[i], NULL);
	}
	for (i = 0; i < 2; i++) {
		clients[i].requests = requests;
		pthread_create(&threads[i], NULL, run_client, &clients[i]);
	}
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	pool_stop();
	for (i = 0; i < 2; i++)
		printf("client %u, \"%s\": %lu blocks a request, %u of %u "
		       "traces differ\n",
		       clients[i].id, clients[i].text, clients[i].alone[0],
		       clients[i].wrong, requests);
	return clients[0].wrong || clients[1].wrong;
}
