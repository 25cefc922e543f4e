// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A byte-code interpreter that counts the steps of Collatz sequences: one
 * `switch` of many cases per instruction, which is where comparison callbacks
 * are expensive.
 */
#include <stddef.h>

#include "bench/workload.h"

enum { NUMBERS = 120 };

enum op {
	LOAD, /* n = next number, or stop */
	ODD,  /* test = n is odd */
	HALVE,
	TRIPLE, /* n = 3 n + 1 */
	COUNT,
	ONE, /* test = n is 1 */
	IF,  /* test: go to the operand */
	GO,
	NOTHING,
	NEGATE,
	DOUBLE,
	SQUARE,
	CLEAR,
	OPS,
};

static const uint8_t program[] = {
	/* 0 */ LOAD,
	/* 1 */ ONE,	 IF,  0,
	/* 4 */ COUNT,	 ODD, IF, 11,
	/* 8 */ HALVE,	 GO,  1,
	/* 11 */ TRIPLE, GO,  1,
};

void *work_new(void)
{
	return NULL;
}

uint64_t work_run(void *work)
{
	uint64_t n = 0;
	uint64_t steps = 0;
	unsigned int next = NUMBERS;
	unsigned int at = 0;
	int test = 0;

	(void)work;
	for (;;) {
		switch (program[at++]) {
		case LOAD:
			if (!next)
				return steps;
			n = next--;
			break;
		case ODD:
			test = n & 1;
			break;
		case HALVE:
			n /= 2;
			break;
		case TRIPLE:
			n = 3 * n + 1;
			break;
		case COUNT:
			steps++;
			break;
		case ONE:
			test = n == 1;
			break;
		case IF:
			at = test ? program[at] : at + 1;
			break;
		case GO:
			at = program[at];
			break;
		case NOTHING:
			break;
		case NEGATE:
			n = -n;
			break;
		case DOUBLE:
			n += n;
			break;
		case SQUARE:
			n *= n;
			break;
		case CLEAR:
			n = 0;
			break;
		default:
			return 0;
		}
	}
}
