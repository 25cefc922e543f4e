// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Two clients of a pre-fork server at once: processes, each with a device of
 * its own, and neither is a relative of the worker that answers. What a device
 * collects is what its client's request executed, whichever process took it:
 * request for request the same trace as when nobody else was there, and the
 * same as when the client evaluates the text itself.
 *
 *   prefork-clients [REQUESTS]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kcov/kcov.h>
#include <linux/kcov.h>

#include "prefork.h"

#define WORDS (64 << 10)

static const char *const texts[2] = { "6*7", "(1+2)-0x10/3" };

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int open_device(unsigned long **area)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		die("kcov");
	*area = mmap(NULL, WORDS * sizeof(long), PROT_READ | PROT_WRITE,
		     MAP_SHARED, fd, 0);
	if (*area == MAP_FAILED)
		die("mmap");
	return fd;
}

/* What evaluating the text executes, in this process and thread. */
static unsigned long *trace_directly(int fd, unsigned long *area,
				     const char *text)
{
	unsigned long *copy = malloc(WORDS * sizeof(long));

	if (!copy || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		die("KCOV_ENABLE");
	expr_evaluate(text);
	if (ioctl(fd, KCOV_DISABLE, 0))
		die("KCOV_DISABLE");
	memcpy(copy, area, WORDS * sizeof(long));
	return copy;
}

static void listen_to(int fd, unsigned int id)
{
	struct kcov_remote_arg arg = { .trace_mode = KCOV_TRACE_PC,
				       .area_size = WORDS };

	arg.common_handle = kcov_remote_handle(KCOV_SUBSYSTEM_COMMON, id);
	if (ioctl(fd, KCOV_REMOTE_ENABLE, &arg))
		die("KCOV_REMOTE_ENABLE");
}

static int has_trace(const unsigned long *area, const unsigned long *want)
{
	return __atomic_load_n(&area[0], __ATOMIC_ACQUIRE) == want[0] &&
	       !memcmp(area + 1, want + 1, want[0] * sizeof(long));
}

/* The exit status says whether every trace was the right one. */
static void run_client(unsigned int id, unsigned int requests)
{
	struct prefork_request request = { 0 };
	unsigned long *area, *want;
	unsigned int i, wrong = 0;
	int fd = open_device(&area);
	long long value;

	strcpy(request.text, texts[id]);
	want = trace_directly(fd, area, request.text);
	listen_to(fd, id + 1);
	request.handle = kcov_common_handle();
	for (i = 0; i < requests; i++) {
		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
		if (prefork_ask(&request, &value))
			die("no answer");
		wrong += !want[0] || !has_trace(area, want);
	}
	printf("client %u, \"%s\" = %lld: %lu blocks a request, %u of %u "
	       "traces differ\n",
	       id + 1, request.text, value, want[0], wrong, requests);
	exit(wrong != 0);
}

static pid_t start_client(unsigned int id, unsigned int requests)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid)
		run_client(id, requests);
	return pid;
}

static int has_failed(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) != pid || status;
}

int main(int argc, char **argv)
{
	unsigned int requests = argc > 1 ? (unsigned int)atoi(argv[1]) : 1000;
	pid_t first, second;
	int failed;

	prefork_start(4);
	/* First each on its own, then both at once. */
	failed = has_failed(start_client(0, 1));
	failed |= has_failed(start_client(1, 1));
	first = start_client(0, requests);
	second = start_client(1, requests);
	failed |= has_failed(first);
	failed |= has_failed(second);
	prefork_stop();
	return failed;
}
