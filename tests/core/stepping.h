/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Somebody who looks after every instruction between STEP_ON() and STEP_OFF():
 * the processor traps. Where it cannot, before and after all of them.
 */
#ifndef KCOV_TESTS_CORE_STEPPING_H
#define KCOV_TESTS_CORE_STEPPING_H

#include <signal.h>

#if defined(__x86_64__)
#define STEP_ON()                                                \
	__asm__ volatile("pushfq; orl $0x100, (%%rsp); popfq" :: \
				 : "cc", "memory")
#define STEP_OFF()                                                 \
	__asm__ volatile("pushfq; andl $~0x100, (%%rsp); popfq" :: \
				 : "cc", "memory")
#else
#define STEP_ON() raise(SIGTRAP)
#define STEP_OFF() raise(SIGTRAP)
#endif

static inline void at_every_instruction(void (*look)(int signal))
{
	signal(SIGTRAP, look);
}

#endif /* KCOV_TESTS_CORE_STEPPING_H */
