// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Both halves of a program are linked; what was computed is its output. */
#include <stdio.h>

int main_half(int x);
int part_half(int x);

int main(int argc, char **argv)
{
	int sum = main_half(argc) + part_half(argc);

	(void)argv;
	printf("%d\n", sum);
	return 0;
}
