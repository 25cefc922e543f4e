// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The instrumented part of a program that carries another runtime too.
 */
#include "living.h"

__attribute__((noinline)) static int step(int value)
{
	if (value > 100)
		return value - 7;
	return value * 3 + 1;
}

int traced_call(int value)
{
	int i;

	for (i = 0; i < 10; i++)
		value = step(value);
	return value;
}
