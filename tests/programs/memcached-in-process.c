// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Linked with memcached: a thread that waits until the server listens, is its
 * clients, and ends the process with their result. CLIENT_ROUNDS in the
 * environment; the server writes its port to $MEMCACHED_PORT_FILENAME.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clients.h"

static unsigned int read_port(const char *path)
{
	FILE *file = fopen(path, "r");
	unsigned int port = 0;

	if (file && fscanf(file, "TCP INET: %u", &port) != 1)
		port = 0;
	if (file)
		fclose(file);
	return port;
}

static void *run(void *path)
{
	const char *rounds = getenv("CLIENT_ROUNDS");
	unsigned int port;

	while (!(port = read_port(path)))
		usleep(10000);
	_exit(clients_run((uint16_t)port,
			  rounds ? (unsigned int)atoi(rounds) : 1));
}

__attribute__((constructor)) static void start(void)
{
	char *path = getenv("MEMCACHED_PORT_FILENAME");
	pthread_t thread;

	if (path && pthread_create(&thread, NULL, run, path))
		_exit(2);
}
