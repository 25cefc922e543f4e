// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Nobody calls this: with a section of its own the linker drops it. */
int dead_code(int x)
{
	int i, sum = 0;

	for (i = 0; i < x; i++) {
		if (i % 3 == 0)
			sum += i;
		else if (i % 5 == 0)
			sum -= i;
		if (sum > 1000)
			sum /= 2;
	}
	switch (sum) {
	case 1:
		return sum * 3;
	case 7:
		return sum - 3;
	case 12:
		return sum ^ x;
	}
	return sum;
}
