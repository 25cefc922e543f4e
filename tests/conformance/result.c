// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that says results: which test this is, lines of TAP,
 * checks, and the environment that names the host. It needs no more of a host
 * than anywhere-programs do, and what puts a text together.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "result.h"

/* The linker's names for the tests of this program. */
extern const struct test *const __start_conformance_tests[];
extern const struct test *const __stop_conformance_tests[];
static const struct test *test;

static const struct {
	int number;
	const char *name;
} errno_names[] = {
	{ 0, "no error" },
	{ EPERM, "EPERM" },
	{ ENOENT, "ENOENT" },
	{ ESRCH, "ESRCH" },
	{ EINTR, "EINTR" },
	{ EIO, "EIO" },
	{ E2BIG, "E2BIG" },
	{ EBADF, "EBADF" },
	{ EAGAIN, "EAGAIN" },
	{ ENOMEM, "ENOMEM" },
	{ EACCES, "EACCES" },
	{ EFAULT, "EFAULT" },
	{ EBUSY, "EBUSY" },
	{ EEXIST, "EEXIST" },
	{ ENODEV, "ENODEV" },
	{ EINVAL, "EINVAL" },
	{ ENOTDIR, "ENOTDIR" },
	{ EMFILE, "EMFILE" },
	{ ENOTTY, "ENOTTY" },
	{ ESPIPE, "ESPIPE" },
	{ ERANGE, "ERANGE" },
	{ ENOSYS, "ENOSYS" },
	{ EOVERFLOW, "EOVERFLOW" },
	{ EOPNOTSUPP, "EOPNOTSUPP" },
	{ KERNEL_ENOTSUPP, "524 (the kernel's ENOTSUPP)" },
};

const char *errno_name(int error)
{
	static _Thread_local char number[32];
	size_t i;

	for (i = 0; i < sizeof(errno_names) / sizeof(errno_names[0]); i++)
		if (errno_names[i].number == error)
			return errno_names[i].name;
	snprintf(number, sizeof(number), "errno %d", error);
	return number;
}

/* One write per line: threads and children report through the same pipe. */
static void print_line(const char *prefix, const char *format, va_list args)
{
	char line[1024];
	int used = snprintf(line, sizeof(line), "%s", prefix);

	vsnprintf(line + used, sizeof(line) - used - 1, format, args);
	strcat(line, "\n");
	if (write(STDOUT_FILENO, line, strlen(line)) < 0)
		_exit(FAILED);
}

void note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line("# ", format, args);
	va_end(args);
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line("", format, args);
	va_end(args);
}

void fail_at(const char *file, int line, const char *format, ...)
{
	char prefix[256];
	va_list args;

	snprintf(prefix, sizeof(prefix), "# %s:%d: ", file, line);
	va_start(args, format);
	print_line(prefix, format, args);
	va_end(args);
	_exit(FAILED);
}

void skip_test(const char *why)
{
	say("ok 1 - %s # SKIP %s", test->sentence, why);
	_exit(SKIPPED);
}

void check_eq(const char *file, int line, const char *what, unsigned long got,
	      unsigned long want)
{
	if (got != want)
		fail_at(file, line, "%s is %ld (0x%lx), not %ld (0x%lx)", what,
			(long)got, got, (long)want, want);
}

void check_err(const char *file, int line, const char *what, long result,
	       int error, int want)
{
	if (result != -1)
		fail_at(file, line, "%s succeeds with %ld instead of %s", what,
			result, errno_name(want));
	if (error != want)
		fail_at(file, line, "%s fails with %s instead of %s", what,
			errno_name(error), errno_name(want));
}

bool host_is(enum host host)
{
	const char *name = getenv("KCOV_TEST_HOST");

	if (!name || !strcmp(name, "user"))
		return host == USER;
	if (!strcmp(name, "ours"))
		return host == OURS;
	if (!strcmp(name, "stock"))
		return host == STOCK;
	FAIL("KCOV_TEST_HOST=%s is not user, ours or stock", name);
}

bool host_is_kernel(void)
{
	return !host_is(USER);
}

static bool feature(const char *variable)
{
	const char *value = getenv(variable);

	return !value || strcmp(value, "0") != 0;
}

bool host_has_comparisons(void)
{
	return feature("KCOV_TEST_CMP");
}

bool host_has_remote(void)
{
	return feature("KCOV_TEST_REMOTE");
}

unsigned long number_from(const char *variable, unsigned long otherwise)
{
	const char *text = getenv(variable);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

/* By the name of its file, unless it is the only one. */
static const struct test *find_test(const char *called)
{
	const char *name = strrchr(called, '/') ? strrchr(called, '/') + 1 :
						  called;
	size_t length = strlen(name);
	const struct test *const *t = __start_conformance_tests;

	if (__stop_conformance_tests - t == 1)
		return *t;
	for (; t < __stop_conformance_tests; t++) {
		const char *file = strrchr((*t)->file, '/');

		if (file && !strncmp(file + 1, name, length) &&
		    !strcmp(file + 1 + length, ".c"))
			return *t;
	}
	return NULL;
}

const struct test *choose_test(const char *called)
{
	test = find_test(called);
	return test;
}
