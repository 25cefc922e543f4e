/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Marked accesses to words that a client, an interrupt or another CPU may
 * change at any moment: exactly one load or store each, never torn, repeated or
 * moved across a fence by the compiler.
 */
#ifndef KCOV_CORE_ACCESS_H
#define KCOV_CORE_ACCESS_H

#include "core/port.h"

KCOV_INLINE uintptr_t kcov_load_word(const uintptr_t *p)
{
	return *(const volatile uintptr_t *)p;
}

/* The same of a size, which compilers may have another type for. */
KCOV_INLINE size_t kcov_load_size(const size_t *p)
{
	return *(const volatile size_t *)p;
}

KCOV_INLINE void kcov_store_word(uintptr_t *p, uintptr_t value)
{
	*(volatile uintptr_t *)p = value;
}

/* Two accesses on 32-bit hosts: only for words whose tearing does no harm. */
KCOV_INLINE uint64_t kcov_load_u64(const uint64_t *p)
{
	return *(const volatile uint64_t *)p;
}

KCOV_INLINE void kcov_store_u64(uint64_t *p, uint64_t value)
{
	*(volatile uint64_t *)p = value;
}

/* Computed here and not earlier: keeps the refusing path short. */
KCOV_INLINE uintptr_t kcov_compute_now(uintptr_t value)
{
	__asm__ volatile("" : "+r"(value));
	return value;
}

/* The same of an operand of less than 64 bits, in its own width. */
KCOV_INLINE uint8_t kcov_again_8(uint8_t value)
{
	__asm__ volatile("" : "+r"(value));
	return value;
}

KCOV_INLINE uint16_t kcov_again_16(uint16_t value)
{
	__asm__ volatile("" : "+r"(value));
	return value;
}

KCOV_INLINE uint32_t kcov_again_32(uint32_t value)
{
	__asm__ volatile("" : "+r"(value));
	return value;
}

KCOV_INLINE uint64_t kcov_again_64(uint64_t value)
{
	return value;
}

#define KCOV_AGAIN(value)                \
	_Generic((value),                \
		uint8_t: kcov_again_8,   \
		uint16_t: kcov_again_16, \
		uint32_t: kcov_again_32, \
		default: kcov_again_64)(value)

/* Orders this CPU's accesses against an interrupt on the same CPU. */
KCOV_INLINE void kcov_irq_fence(void)
{
	__asm__ volatile("" ::: "memory");
}

#endif /* KCOV_CORE_ACCESS_H */
