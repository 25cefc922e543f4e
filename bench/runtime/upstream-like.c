// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The stand-in for the kernel's own kcov in user space: a re-statement, written
 * for this benchmark from the interface's clauses, of which checks it makes
 * when, and not its code. Per block: is the mode "program counters", is there
 * room for the next record, count first, then the record. Per comparison, and
 * for a switch once per case: is the mode "comparisons", does the record end
 * inside the area. The check of the context (task or interrupt) is left out: it
 * has no meaning here, and that is to the stand-in's advantage.
 */
#include <stdlib.h>
#include <string.h>

#include "bench/runtime/area.h"

enum mode { MODE_OFF, MODE_PC = 2, MODE_CMP = 3 };

#define RECORD_WORDS 4

struct task {
	unsigned int mode;
	unsigned int words;
	uint64_t *area;
};

static __thread struct task self;

#define FENCE() __asm__ volatile("" ::: "memory")
#define LOAD(p) (*(volatile __typeof__(*(p)) *)(p))
#define STORE(p, value) (*(volatile __typeof__(*(p)) *)(p) = (value))

static inline int is_collecting(enum mode wanted)
{
	if (LOAD(&self.mode) != wanted)
		return 0;
	FENCE();
	return 1;
}

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	uint64_t *area;
	uint64_t position;

	if (!is_collecting(MODE_PC))
		return;
	area = self.area;
	position = LOAD(&area[0]) + 1;
	if (position >= self.words)
		return;
	STORE(&area[0], position);
	FENCE();
	area[position] = (uint64_t)__builtin_return_address(0);
}

__attribute__((noinline)) static void record(uint64_t type, uint64_t arg1,
					     uint64_t arg2, uint64_t pc)
{
	uint64_t *area;
	uint64_t count;
	uint64_t first;
	uint64_t bytes;

	if (!is_collecting(MODE_CMP))
		return;
	area = self.area;
	bytes = self.words * sizeof(uint64_t);
	count = LOAD(&area[0]);
	if (count >= bytes / (RECORD_WORDS * sizeof(uint64_t)))
		return;
	first = 1 + count * RECORD_WORDS;
	if ((first + RECORD_WORDS) * sizeof(uint64_t) > bytes)
		return;
	STORE(&area[0], count + 1);
	FENCE();
	area[first] = type;
	area[first + 1] = arg1;
	area[first + 2] = arg2;
	area[first + 3] = pc;
}

#define COMPARISON(name, operand, type)                                \
	void __sanitizer_cov_trace_##name(operand arg1, operand arg2); \
	void __sanitizer_cov_trace_##name(operand arg1, operand arg2)  \
	{                                                              \
		record(type, arg1, arg2,                               \
		       (uint64_t)__builtin_return_address(0));         \
	}

COMPARISON(cmp1, uint8_t, 0)
COMPARISON(cmp2, uint16_t, 2)
COMPARISON(cmp4, uint32_t, 4)
COMPARISON(cmp8, unsigned long, 6)
COMPARISON(const_cmp1, uint8_t, 1)
COMPARISON(const_cmp2, uint16_t, 3)
COMPARISON(const_cmp4, uint32_t, 5)
COMPARISON(const_cmp8, unsigned long, 7)

/* Kernels do not compare these. */
void __sanitizer_cov_trace_cmpf(float a, float b);
void __sanitizer_cov_trace_cmpf(float a, float b)
{
	(void)a;
	(void)b;
}

void __sanitizer_cov_trace_cmpd(double a, double b);
void __sanitizer_cov_trace_cmpd(double a, double b)
{
	(void)a;
	(void)b;
}

void __sanitizer_cov_trace_switch(unsigned long value, void *table);
void __sanitizer_cov_trace_switch(unsigned long value, void *table)
{
	const uint64_t *cases = table;
	uint64_t type = 1;
	uint64_t i;

	switch (cases[1]) {
	case 8:
		break;
	case 16:
		type |= 2;
		break;
	case 32:
		type |= 4;
		break;
	case 64:
		type |= 6;
		break;
	default:
		return;
	}
	for (i = 0; i < cases[0]; i++)
		record(type, cases[2 + i], value,
		       (uint64_t)__builtin_return_address(0));
}

void runtime_begin(const char *mode)
{
	self.area = calloc(AREA_WORDS, sizeof(uint64_t));
	if (!self.area)
		exit(1);
	self.words = AREA_WORDS;
	FENCE();
	STORE(&self.mode, !strcmp(mode, "off") ? MODE_OFF :
			  !strcmp(mode, "cmp") ? MODE_CMP :
						 MODE_PC);
}

void runtime_end(void)
{
	STORE(&self.mode, MODE_OFF);
	FENCE();
	free(self.area);
}

void runtime_restart(void)
{
	area_restart(self.area);
}

void runtime_reset(void)
{
	runtime_restart();
}

uint64_t runtime_collect(void)
{
	const unsigned int words = LOAD(&self.mode) == MODE_CMP ? RECORD_WORDS :
								  1;

	return area_collect(self.area, words);
}
