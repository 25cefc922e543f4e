// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program of several threads and processes: "threads N" begins N threads one
 * after the other, "together N" at once, "long N" one that works N times; "fork" and "spawn PROGRAM..." have a
 * child, "daemon" one that outlives its parent; "wait" says so and waits.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static volatile int sink;

__attribute__((noinline)) int handle(int x)
{
	return x > 2 ? x * 3 : x - 1;
}

__attribute__((noinline)) int child_work(int x)
{
	return x > 3 ? x * 5 : x - 2;
}

static void *serve(void *number)
{
	sink = handle(*(int *)number);
	return NULL;
}

static void serve_one_by_one(int count)
{
	pthread_t thread;
	int i;

	for (i = 0; i < count; i++) {
		pthread_create(&thread, NULL, serve, &i);
		pthread_join(thread, NULL);
	}
}

static void serve_together(int count)
{
	pthread_t threads[64];
	int i, number = 3;

	for (i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, serve, &number);
	for (i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

static void *serve_long(void *count)
{
	int i;

	for (i = *(int *)count; i; i--)
		sink = handle(i);
	return NULL;
}

static void serve_at_length(int count)
{
	pthread_t thread;

	pthread_create(&thread, NULL, serve_long, &count);
	pthread_join(thread, NULL);
}

static void have_child(int is_daemon)
{
	pid_t child = fork();

	if (!child) {
		if (is_daemon)
			usleep(200000);
		sink = child_work(getpid());
		serve_one_by_one(1);
		exit(0);
	}
	if (!is_daemon)
		waitpid(child, NULL, 0);
}

static void spawn(char **command)
{
	pid_t child;

	if (!posix_spawn(&child, *command, NULL, NULL, command, environ))
		waitpid(child, NULL, 0);
}

static void wait_for_signal(void)
{
	puts("waiting");
	fflush(stdout);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	char **word;

	(void)argc;
	for (word = argv + 1; *word; word++) {
		if (!strcmp(*word, "threads"))
			serve_one_by_one(atoi(*++word));
		else if (!strcmp(*word, "together"))
			serve_together(atoi(*++word));
		else if (!strcmp(*word, "long"))
			serve_at_length(atoi(*++word));
		else if (!strcmp(*word, "fork"))
			have_child(0);
		else if (!strcmp(*word, "daemon"))
			have_child(1);
		else if (!strcmp(*word, "deaf"))
			signal(SIGTERM, SIG_IGN);
		else if (!strcmp(*word, "wait"))
			wait_for_signal();
		else if (!strcmp(*word, "spawn")) {
			spawn(word + 1);
			break;
		}
	}
	return 0;
}
