// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program's main() under a client of kcov. It is linked with the program,
 * whose own main() was renamed program_main. Each run is a process, forked
 * before main(), which enables a device and runs the whole program, exit
 * handlers included. The device is one for all of them, because the memory of a
 * large area costs more than to fill it.
 *
 *   TRACE=FILE   the first trace goes there: count word and PCs
 *   RUNS=N       how often (default 1); every later run must have the same
 *                trace and status, and one more each with unique PCs and with
 *                edges what follows of that trace. If not, the exit status is 99
 *                and stderr ends with the first difference
 *   AREA=N       in Mi words (default 8)
 *
 * Otherwise the exit status is the program's. Without TRACE nothing is traced.
 * 98: the client itself failed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/kcov.h>

#include "tests/programs/feedback.h"

#define STATUS_FAILED 98
#define STATUS_DIFFERS 99

int program_main(int argc, char **argv, char **environment);

static unsigned long words;
static unsigned long *area;
static int device = -1;

static void die(const char *what)
{
	perror(what);
	_exit(STATUS_FAILED);
}

static unsigned long number_from(const char *name, unsigned long otherwise)
{
	const char *value = getenv(name);

	return value ? strtoul(value, NULL, 10) : otherwise;
}

static void open_device(void)
{
	device = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (device < 0 || ioctl(device, KCOV_INIT_TRACE, words))
		die("kcov");
	area = mmap(NULL, words * sizeof(long), PROT_READ | PROT_WRITE,
		    MAP_SHARED, device, 0);
	if (area == MAP_FAILED)
		die("mmap");
}

/* Registered first, so it runs after every exit handler of the program. */
static void finish(void)
{
	if (ioctl(device, KCOV_DISABLE, 0))
		die("KCOV_DISABLE");
}

/* A run, in a process of its own. */
static void run(int argc, char **argv, char **environment)
{
	if (atexit(finish) || ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC))
		die("KCOV_ENABLE");
	exit(program_main(argc, argv, environment));
}

/* Files are as the first run found them; what is no file has no position. */
static void rewind_files(void)
{
	lseek(STDIN_FILENO, 0, SEEK_SET);
	if (!ftruncate(STDOUT_FILENO, 0))
		lseek(STDOUT_FILENO, 0, SEEK_SET);
	if (!ftruncate(STDERR_FILENO, 0))
		lseek(STDERR_FILENO, 0, SEEK_SET);
}

/* The status of a run, whose trace is in the area. */
static int run_alone(int argc, char **argv, char **environment)
{
	int status;
	pid_t pid;

	rewind_files();
	area[0] = 0;
	pid = fork();
	if (!pid)
		run(argc, argv, environment);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("fork");
	if (!area[0] || area[0] == words - 1) {
		fprintf(stderr, "trace: area %s\n", area[0] ? "full" : "empty");
		_exit(STATUS_FAILED);
	}
	return status;
}

static size_t trace_bytes(void)
{
	return (area[0] + 1) * sizeof(long);
}

static void write_trace(const char *path)
{
	size_t bytes = trace_bytes();
	const char *from = (const char *)area;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	while (fd >= 0 && bytes) {
		ssize_t done = write(fd, from, bytes);

		if (done <= 0)
			break;
		from += done;
		bytes -= (size_t)done;
	}
	if (fd < 0 || bytes || close(fd))
		die(path);
}

/* Shared, because a fork would copy the tables of private memory. */
static unsigned long *keep_trace(void)
{
	unsigned long *kept = mmap(NULL, trace_bytes(), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (kept == MAP_FAILED)
		die("mmap");
	return memcpy(kept, area, trace_bytes());
}

static void check_same(unsigned long n, const unsigned long *expected,
		       int status, int expected_status)
{
	unsigned long i;

	if (status != expected_status) {
		fprintf(stderr, "run %lu: status 0x%x, not 0x%x\n", n, status,
			expected_status);
		_exit(STATUS_DIFFERS);
	}
	if (area[0] == expected[0] && !memcmp(area, expected, trace_bytes()))
		return;
	for (i = 1; i <= area[0] && i <= expected[0]; i++)
		if (area[i] != expected[i])
			break;
	fprintf(stderr,
		"run %lu: %lu records, not %lu; record %lu is 0x%lx, not "
		"0x%lx\n",
		n, area[0], expected[0], i - 1, i <= area[0] ? area[i] : 0,
		i <= expected[0] ? expected[i] : 0);
	_exit(STATUS_DIFFERS);
}

static void set_up(unsigned int feedback, unsigned int set_bits,
		   unsigned int map_bits)
{
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = feedback,
				    .set_bits = set_bits,
				    .map_bits = map_bits };

	if (ioctl(device, KCOV_SETUP, &setup))
		die("KCOV_SETUP");
}

/* Of a run each: what the area holds is what the trace makes of it. */
static void check_feedbacks(int argc, char **argv, char **environment,
			    const unsigned long *expected)
{
	const unsigned int set_bits = 20, map_bits = 16;

	set_up(KCOV_FEEDBACK_UNIQUE, set_bits, 0);
	run_alone(argc, argv, environment);
	if (!is_set_of(area, expected))
		_exit(STATUS_DIFFERS);
	set_up(KCOV_FEEDBACK_EDGES, 0, map_bits);
	run_alone(argc, argv, environment);
	if (!are_edges_of(area, expected, map_bits))
		_exit(STATUS_DIFFERS);
}

/*
 * What a program draws to seed its hash tables: a function of nothing, so that
 * its trace is one of its input.
 */
unsigned int arc4random(void)
{
	return 4;
}

int main(int argc, char **argv, char **environment)
{
	const unsigned long runs = number_from("RUNS", 1);
	const char *trace = getenv("TRACE");
	const unsigned long *expected;
	unsigned long n;
	int status;

	if (!trace)
		exit(program_main(argc, argv, environment));
	words = number_from("AREA", 8) << 20;
	open_device();
	status = run_alone(argc, argv, environment);
	write_trace(trace);
	expected = runs > 1 ? keep_trace() : NULL;
	for (n = 1; n < runs; n++)
		check_same(n, expected, run_alone(argc, argv, environment),
			   status);
	if (expected)
		check_feedbacks(argc, argv, environment, expected);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
