// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A program whose every stage before main() is instrumented: resolvers of
 * ifuncs and of target_clones, what a static program's libc runs first, early
 * constructors, the resolver of a library (early.h). Prints how many PCs a
 * session of main() got, and which functions were chosen.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/kcov.h>

#include "early.h"

#define WORDS 4096

/* Behind it stands the thread's control block: looks like a limit. */
__thread unsigned long last[2] = { ~0ul, ~0ul };

static int twice(int x)
{
	return 2 * x;
}

static int thrice(int x)
{
	return x > 2 ? 3 * x : 3;
}

/* Branches, comparisons and a switch, where those are instrumented too. */
static int (*pick(void))(int)
{
	__builtin_cpu_init();
	switch (early_number(__builtin_cpu_supports("sse2") ? 5 : 7)) {
	case 5:
		return twice;
	case 6:
	case 9:
		return thrice;
	default:
		return NULL;
	}
}

int chosen(int x) __attribute__((ifunc("pick")));
/* By a pointer, which is relocated before a lazy PLT is in its place. */
#ifdef LAZY
#define by_pointer chosen
#else
static int chosen_too(int x) __attribute__((ifunc("pick")));
int (*volatile by_pointer)(int) = chosen_too;
#endif

#ifdef CLONES
__attribute__((target_clones("default", "avx2"))) int cloned(int x)
{
	return x ? x + 1 : 1;
}
#else
#define cloned(x) ((x) + 1)
#endif

static int constructed;

__attribute__((constructor(101))) static void very_early(void)
{
	constructed += chosen(1) == 2;
}

static void before_constructors(void)
{
	constructed += by_pointer(2) == 4;
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(
	void) = before_constructors;

int main(int argc, char **argv)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR);
	unsigned long *area;
	int sum;

	(void)argv;
	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, WORDS))
		return 1;
	area = mmap(NULL, WORDS * sizeof(*area), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (area == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return 2;
	sum = chosen(argc) + by_pointer(argc) + cloned(argc) + early_work(argc);
	if (ioctl(fd, KCOV_DISABLE, 0))
		return 3;
	printf("%s, chosen %d, constructed %d, last %lx\n",
	       area[0] >= 3 ? "collected" : "nothing collected", sum,
	       constructed, last[1]);
	return 0;
}
