// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Calls a library and leaves in a file what a tracer has to say of it, as
 * strace's own tests do: traced library|family|again|wait|kill FILE.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tool/traced.h"

static FILE *expected;
static jmp_buf out;

/* In the file even if this process is a copy. */
static void expect(const char *call, int result)
{
	fprintf(expected, "[pid %ld] %s() = 0x%x\n", syscall(SYS_gettid), call,
		(unsigned int)result);
	fflush(expected);
}

static int leave(int x)
{
	if (x == 2)
		longjmp(out, 1);
	return x;
}

static void *in_thread(void *number)
{
	expect("twice", twice((int)(long)number));
	return NULL;
}

static void library(void)
{
	pthread_t thread;

	expect("twice", twice(5));
	/* Calls within a call are its own. */
	expect("each", each(3, twice));
	/* A call that never returns is none. */
	if (!setjmp(out))
		each(4, leave);
	expect("twice", twice(1));
	pthread_create(&thread, NULL, in_thread, (void *)7L);
	pthread_join(thread, NULL);
	if (!fork()) {
		expect("twice", twice(9));
		_exit(0);
	}
	wait(NULL);
}

/* Each is run by one thread only, which leaves its number. */
static void sign(const char *function)
{
	fprintf(expected, "%s %ld\n", function, syscall(SYS_gettid));
	fflush(expected);
}

__attribute__((noinline)) static void first_thread(void)
{
	sign(__func__);
}

__attribute__((noinline)) static void forked(void)
{
	sign(__func__);
}

__attribute__((noinline)) static void grandchild(void)
{
	sign(__func__);
}

__attribute__((noinline)) static void executed(void)
{
	sign(__func__);
}

__attribute__((noinline)) static void main_thread(void)
{
	sign(__func__);
}

static void *second_of_process(void *unused)
{
	first_thread();
	return unused;
}

static void family(char **argv)
{
	char *again[] = { argv[0], (char *)"again", argv[2], NULL };
	pthread_t thread;
	pid_t child;

	main_thread();
	pthread_create(&thread, NULL, second_of_process, NULL);
	pthread_join(thread, NULL);
	if (!fork()) {
		forked();
		if (!fork()) {
			grandchild();
			_exit(0);
		}
		wait(NULL);
		_exit(0);
	}
	wait(NULL);
	syscall(SYS_getppid);
	posix_spawn(&child, argv[0], NULL, NULL, again, NULL);
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	expected = fopen(argv[2], "ae");
	if (!expected)
		return 2;
	if (!strcmp(argv[1], "library"))
		library();
	else if (!strcmp(argv[1], "family"))
		family(argv);
	else if (!strcmp(argv[1], "again"))
		executed();
	else if (!strcmp(argv[1], "kill"))
		raise(SIGUSR1);
	else if (!strcmp(argv[1], "many")) {
		each(2500, twice);
		/* What is behind a call lost nothing. */
		syscall(SYS_getppid);
		main_thread();
	} else {
		main_thread();
		syscall(SYS_getppid);
		puts("waiting");
		fflush(stdout);
		for (;;)
			pause();
	}
	return 42;
}
