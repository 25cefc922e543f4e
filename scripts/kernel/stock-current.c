// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Preloaded into stock User-Mode Linux kernels with kcov so that they survive
 * their start. UML finds `current` at the 16 KiB boundary below the stack
 * pointer; its own main() runs on an ordinary stack, where that word is
 * whatever happens to lie there, and stock kcov reads current->kcov_mode in
 * every instrumented function (the first is snprintf). Here the word becomes
 * the address of zeroes, far enough below main() that nothing overwrites it.
 * Our kcov does not look at `current` until it is armed and needs none of it.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* THREAD_SIZE of the kernel; CONFIG_KERNEL_STACK_ORDER is 2 */
#define THREAD_SIZE ((uintptr_t)16384)
/* how far below main() the word should be: deeper than libc's own calls go */
#define WANTED ((uintptr_t)15360)
#define SLACK ((uintptr_t)512)

static char no_task[65536] __attribute__((aligned(4096)));

/* Starts the program again with its stack lower by so many bytes. */
static void lower_stack(char **argv, size_t bytes)
{
	char *pad = malloc(bytes + 1);

	if (!pad)
		return;
	memset(pad, 'x', bytes);
	pad[bytes] = '\0';
	setenv("KERNEL_RUN_PAD", pad, 1);
	execv("/proc/self/exe", argv);
}

__attribute__((constructor)) static void plant_current(int argc, char **argv)
{
	uintptr_t start = (uintptr_t)argv,
		  boundary = start & ~(THREAD_SIZE - 1);
	uintptr_t depth = start - boundary;
	void *volatile *word = (void *volatile *)boundary;

	(void)argc;
	if ((depth < WANTED - SLACK || depth > WANTED + SLACK) &&
	    !getenv("KERNEL_RUN_PAD"))
		lower_stack(argv, (depth + THREAD_SIZE - WANTED) % THREAD_SIZE);
	word[0] = no_task;
	word[-(ptrdiff_t)(THREAD_SIZE / sizeof(*word))] = no_task;
}
