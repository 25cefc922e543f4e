// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* C: inline chains, statics of one name, jumps through tables, code moved away. */
#include "inline.h"

int step_main(int x);
int nested_main(int x);
int volatile unlikely_at_zero;

static __attribute__((noinline)) int same_name(int x)
{
	return x > 1 ? x + 5 : x;
}

/* Two functions of the same code, which linkers may make one. */
__attribute__((noinline)) int same_code_first(int x)
{
	if (x & 4)
		x += 11;
	return x * 3;
}

__attribute__((noinline)) int same_code_second(int x)
{
	if (x & 4)
		x += 11;
	return x * 3;
}

/* A table of labels: the compiler ends blocks with jumps through registers. */
static __attribute__((noinline)) int interpret(const unsigned char *code, int x)
{
	static const void *const labels[] = { &&add, &&twice, &&back, &&end };

	goto *labels[*code];
add:
	x += 3;
	goto *labels[*++code];
twice:
	x *= 2;
	goto *labels[*++code];
back:
	if (x > 40)
		x -= 40;
	goto *labels[*++code];
end:
	return x;
}

/* A table of cases. */
static __attribute__((noinline)) int cases(int x)
{
	switch (x) {
	case 0:
		return same_name(x);
	case 1:
		return inline_outer(x);
	case 2:
		return inline_outer(x) + 1;
	case 3:
		return x ^ 77;
	case 4:
		return same_name(x + 2);
	case 5:
		return 12 * x;
	case 6:
		return x - 1;
	default:
		return -1;
	}
}

__attribute__((cold, noinline)) static int report_failure(int x)
{
	return x > 3 ? -x : x;
}

/* What is cold in it goes elsewhere. */
static __attribute__((noinline)) int split_in_two(int x)
{
	if (__builtin_expect(unlikely_at_zero == 0, 0)) {
		x = report_failure(x);
		if (x > 7)
			x = report_failure(x + 1);
		return x - 1;
	}
	return x + 1;
}

static int (*const through_a_pointer[])(int) = { same_code_first, same_code_second };

int main_half(int x)
{
	static const unsigned char code[] = { 0, 1, 2, 0, 3 };
	int i, sum = interpret(code, x);

	for (i = 0; i < 5; i++)
		sum += cases(i * x);
	for (i = 0; i < 2; i++)
		sum += through_a_pointer[i](x + i);
	return sum + split_in_two(x) + step_main(x) + nested_main(x);
}
