// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the tests of the tool trace: one function for each form of code that
 * reports have to tell apart. The arguments choose what runs.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline __attribute__((always_inline)) int innermost(int x)
{
	return x > 2 ? x * 3 : x - 1;
}

static inline __attribute__((always_inline)) int inlined(int x)
{
	int y = innermost(x) + 1;

	return y & 1 ? innermost(y) : y;
}

__attribute__((noinline)) int circle(int x)
{
	return inlined(x) + inlined(x + 1);
}

__attribute__((noinline)) int square(int x)
{
	int i, sum = 0;

	for (i = 0; i < x; i++)
		sum += x;
	return sum;
}

__attribute__((noinline)) int cases(int x)
{
	switch (x) {
	case 0:
		return circle(x);
	case 1:
		return square(x);
	case 2:
		return circle(x) + 1;
	case 3:
		return square(x) + 2;
	case 4:
		return 7;
	case 5:
		return circle(square(x));
	default:
		return -1;
	}
}

__attribute__((noinline)) int never(int x)
{
	if (x == 123456)
		return square(x);
	return x;
}

static int (*const by_name[])(int) = { circle, square, cases, never };

int main(int argc, char **argv)
{
	static const char *const names[] = { "circle", "square", "cases",
					     "never" };
	int i, k, sum = 0;

	for (i = 1; i < argc; i++) {
		for (k = 0; k < 4; k++)
			if (!strcmp(argv[i], names[k]))
				sum += by_name[k](i);
		if (!strcmp(argv[i], "spin"))
			for (k = 0; k < 100000; k++)
				sum += square(i);
		if (!strcmp(argv[i], "abort"))
			kill(getpid(), SIGTERM);
		if (!strcmp(argv[i], "wait")) {
			fputs("waiting\n", stderr);
			while (getppid() != 1)
				usleep(1000);
		}
		if (!strcmp(argv[i], "exit"))
			return 42;
	}
	printf("%d\n", sum);
	return 0;
}
