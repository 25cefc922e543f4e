// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* See prefork.h. A socket and processes that accept on it. */
#include "prefork.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kcov/kcov.h>

#define MAX_WORKERS 16

static struct sockaddr_un address = { .sun_family = AF_UNIX };
static socklen_t address_bytes = sizeof(address.sun_family);
static pid_t workers_forked[MAX_WORKERS];
static unsigned int worker_count;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* A connection that breaks is the client's loss. */
static void serve(int connection)
{
	struct prefork_request request;
	struct expr_result result;

	if (recv(connection, &request, sizeof(request), MSG_WAITALL) !=
	    sizeof(request))
		return;
	request.text[PREFORK_TEXT - 1] = '\0';
	kcov_remote_start(request.handle);
	result = expr_evaluate(request.text);
	kcov_remote_stop();
	send(connection, &result.value, sizeof(result.value), MSG_NOSIGNAL);
}

static void work(int listener)
{
	int connection;

	while ((connection = accept(listener, NULL, NULL)) >= 0) {
		serve(connection);
		close(connection);
	}
	_exit(1);
}

/* An address that the kernel chooses. */
static int listen_somewhere(void)
{
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (listener < 0 ||
	    bind(listener, (struct sockaddr *)&address, address_bytes))
		die("bind");
	address_bytes = sizeof(address);
	if (getsockname(listener, (struct sockaddr *)&address,
			&address_bytes) ||
	    listen(listener, 64))
		die("listen");
	return listener;
}

void prefork_start(unsigned int workers)
{
	int listener = listen_somewhere();

	while (worker_count < workers && worker_count < MAX_WORKERS) {
		pid_t pid = fork();

		if (pid < 0)
			die("fork");
		if (!pid)
			work(listener);
		workers_forked[worker_count++] = pid;
	}
	close(listener);
}

int prefork_ask(const struct prefork_request *request, long long *value)
{
	int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int answered = -1;

	if (connection < 0)
		return -1;
	if (!connect(connection, (struct sockaddr *)&address, address_bytes) &&
	    send(connection, request, sizeof(*request), MSG_NOSIGNAL) ==
		    sizeof(*request) &&
	    recv(connection, value, sizeof(*value), MSG_WAITALL) ==
		    sizeof(*value))
		answered = 0;
	close(connection);
	return answered;
}

void prefork_stop(void)
{
	while (worker_count) {
		pid_t pid = workers_forked[--worker_count];

		kill(pid, SIGTERM);
		waitpid(pid, NULL, 0);
	}
}
