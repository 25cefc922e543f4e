// SPDX-License-Identifier: GPL-2.0-only OR MIT
// There is another step.cc, in part/, with a static of the same name.
static __attribute__((noinline)) int same_name(int x)
{
	return x > 6 ? x - 5 : x + 2;
}

int step_main(int x)
{
	return x ? same_name(x) : 3;
}
