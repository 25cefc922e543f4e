// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program's main() under a client of kcov: opens a device, enables it, runs
 * the whole program, exit handlers included, and deals with the trace. It is
 * linked with the program, whose own main() was renamed program_main.
 *
 *   TRACE=write:FILE   the area goes there: count word and PCs
 *   TRACE=equal:FILE   the trace must be the same as in that file; if not, the
 *                      exit status is 99 and the first difference is on stderr
 *
 *   AREA=N             in Mi words, for a trace that is to be written (default
 * 8)
 *
 * Otherwise the exit status is the program's. Without TRACE nothing is traced.
 * 98: the client itself failed. (The two words are of one length, so that the
 * environment puts the stack at the same place.)
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/kcov.h>

#define WORDS (8ul << 20)
#define MODE_LENGTH 6
#define STATUS_FAILED 98
#define STATUS_DIFFERS 99

int program_main(int argc, char **argv, char **environment);

static const char *trace_file;
static const unsigned long *expected;
static unsigned long words = WORDS;
static unsigned long *area;
static int device = -1;

static void die(const char *what)
{
	perror(what);
	_exit(STATUS_FAILED);
}

static void start(void)
{
	device = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	if (device < 0 || ioctl(device, KCOV_INIT_TRACE, words))
		die("kcov");
	area = mmap(NULL, words * sizeof(long), PROT_READ | PROT_WRITE,
		    MAP_SHARED, device, 0);
	if (area == MAP_FAILED)
		die("mmap");
	if (ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC))
		die("KCOV_ENABLE");
}

static void write_trace(const char *path)
{
	size_t bytes = (area[0] + 1) * sizeof(long);
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

/* The area is a little larger than what is expected to be in it. */
static void load_expected(void)
{
	struct stat st;
	int fd = open(trace_file, O_RDONLY);

	if (fd < 0 || fstat(fd, &st))
		die(trace_file);
	expected =
		mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (expected == MAP_FAILED)
		die(trace_file);
	words = ((expected[0] >> 12) + 2) << 12;
	close(fd);
}

static void compare_trace(void)
{
	unsigned long i;

	if (area[0] == expected[0] &&
	    !memcmp(area, expected, (area[0] + 1) * sizeof(long)))
		return;
	for (i = 1; i <= area[0] && i <= expected[0]; i++)
		if (area[i] != expected[i])
			break;
	fprintf(stderr,
		"trace: %lu records, not %lu; record %lu is 0x%lx, not 0x%lx\n",
		area[0], expected[0], i - 1, i <= area[0] ? area[i] : 0,
		i <= expected[0] ? expected[i] : 0);
	_exit(STATUS_DIFFERS);
}

/* Registered first, so it runs after every exit handler of the program. */
static void finish(void)
{
	if (ioctl(device, KCOV_DISABLE, 0))
		die("KCOV_DISABLE");
	if (!area[0] || (area[0] == words - 1 && !expected)) {
		fprintf(stderr, "trace: area %s\n", area[0] ? "full" : "empty");
		_exit(STATUS_FAILED);
	}
	if (expected)
		compare_trace();
	else
		write_trace(trace_file);
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
	const char *trace = getenv("TRACE");
	const char *size = getenv("AREA");

	if (size)
		words = strtoul(size, NULL, 10) << 20;

	if (trace && strlen(trace) > MODE_LENGTH) {
		trace_file = trace + MODE_LENGTH;
		if (!strncmp(trace, "equal:", MODE_LENGTH))
			load_expected();
		if (atexit(finish))
			die("atexit");
		start();
	}
	exit(program_main(argc, argv, environment));
}
