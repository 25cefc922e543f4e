// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Callbacks before a program is ready: glibc calls resolvers of ifuncs (those
 * of target_clones among them) while it relocates, and they may be
 * instrumented. There is no block for the thread yet, or one without its first
 * values. So callbacks take for a slot what is at kcov_pc_slot_at, counted from
 * %fs, which is changed here, by a resolver of our own; it runs among the
 * others, in an order that is the linker's. A slot is idle if the word before
 * what it points at, the limit, is below the word there, the count:
 *
 *   in a static program, where %fs is 0: _dl_auxv, which points at the vector
 *   of the kernel, a number above 0 behind a 0, the end of the environment.
 *   From our resolver on, a block of ours, until libc makes the real one.
 *
 *   elsewhere the word that %fs points at, the address of itself: the end of
 *   thread-local data, which are all 0 still. From our resolver on, the block.
 *
 * A module that is loaded later, with callbacks of its own, comes here too: it
 * has the words and this resolver, and nothing else of the library.
 *
 * No libc, no relocation but of what stands here. Built where arch.h says
 * POSIX_HAS_EARLY; musl has no ifuncs (doc/compat.md, "resolvers").
 */
#include <asm/prctl.h>
#include <stdint.h>
#include <sys/syscall.h>

#include "core/port.h"

/*
 * A static libc's, which stores it before it relocates anything. Hidden: where
 * it is not there it is 0, and no relocation is needed for that.
 */
extern const char _dl_auxv[] __attribute__((weak, visibility("hidden")));

/* In one section, so that whoever needs a word gets the resolver too. */
#define KCOV_EARLY __attribute__((section(".data.kcov_early")))

KCOV_EARLY uintptr_t kcov_pc_slot_at = (uintptr_t)_dl_auxv;
KCOV_EARLY uintptr_t kcov_cmp_slot_at = (uintptr_t)_dl_auxv;

/*
 * Never called: that somebody could makes libc ask the resolver for it. Hidden
 * rather than static, as clang makes a static one a name for all programs.
 */
void kcov_early(void) __attribute__((ifunc("resolve"), visibility("hidden")));
__attribute__((used)) KCOV_EARLY static void (*ask)(void) = kcov_early;

static const uint64_t nothing[3] = { 0, 0, 1 };

/* A static program's only thread, before libc knows of it. */
static struct kcov_task first = { .pc.area = (uintptr_t *)&nothing[2],
				  .cmp.area = (uint64_t *)&nothing[2],
				  .context = KCOV_CONTEXT_NONE };

/*
 * In a static program these two differ. What a linker makes of a name that is
 * nowhere is 0, or with gold the begin of a module.
 */
extern const char kcov_nowhere[] __attribute__((weak, visibility("hidden")));
KCOV_EARLY static volatile uintptr_t vector = (uintptr_t)_dl_auxv;
KCOV_EARLY static volatile uintptr_t nowhere = (uintptr_t)kcov_nowhere;

static long thread_pointer_call(int what, uintptr_t argument)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_arch_prctl), "D"(what), "S"(argument)
			 : "rcx", "r11", "memory");
	return result;
}

static uintptr_t offset_of_block(void)
{
	uintptr_t offset;

	__asm__("mov kcov_self_1@gottpoff(%%rip), %0" : "=r"(offset));
	return offset;
}

static void set_up(uintptr_t thread, uintptr_t block)
{
	struct kcov_task *task = (struct kcov_task *)(thread + block);

	if (!thread) {
		if (thread_pointer_call(ARCH_SET_FS, (uintptr_t)&first - block))
			return;
	} else if (!task->pc.area) {
		/* The rest comes later. To copy all may be a call of libc. */
		task->pc.area = first.pc.area;
		task->cmp.area = first.cmp.area;
		task->context = first.context;
	}
	kcov_pc_slot_at = block + offsetof(struct kcov_task, pc.area);
	kcov_cmp_slot_at = block + offsetof(struct kcov_task, cmp.area);
}

__attribute__((used)) static void (*resolve(void))(void)
{
	uintptr_t thread = 0;

	/*
	 * In a static program there is no block yet, whatever %fs holds: Linux
	 * 6.1 in user mode leaves there what the program before had.
	 */
	if (vector != nowhere ||
	    !thread_pointer_call(ARCH_GET_FS, (uintptr_t)&thread))
		set_up(thread, offset_of_block());
	return (void (*)(void))resolve;
}
