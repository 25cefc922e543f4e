// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How many slips of the hand are between two names. Called where a subcommand,
 * an option, a system call or a function is not known, on the main thread. The
 * names may be of any length: of long ones the beginning decides.
 */
#include <stdbool.h>
#include <string.h>

#include "tool/base/nearest.h"

#define LONGEST 64

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* One row of the table of distances; `before` and `old` are those above. */
static void next_row(const char *a, const char *b, size_t length, size_t i,
		     unsigned int *row, const unsigned int *before,
		     const unsigned int *old)
{
	size_t j;

	row[0] = (unsigned int)i;
	for (j = 1; j <= length; j++) {
		row[j] = before[j - 1] + (a[i - 1] != b[j - 1]);
		row[j] = least(row[j], least(before[j], row[j - 1]) + 1);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
		    a[i - 2] == b[j - 1])
			row[j] = least(row[j], old[j - 2] + 1);
	}
}

static unsigned int slips_between(const char *a, const char *b)
{
	size_t length = strnlen(b, LONGEST), count = strnlen(a, LONGEST), i;
	unsigned int rows[3][LONGEST + 1];

	for (i = 0; i <= length; i++)
		rows[0][i] = (unsigned int)i;
	for (i = 1; i <= count; i++)
		next_row(a, b, length, i, rows[i % 3], rows[(i + 2) % 3],
			 rows[(i + 1) % 3]);
	return rows[count % 3][length];
}

/* One in three letters, but never all of a short name. */
static bool is_near(unsigned int slips, size_t length)
{
	return slips <= (length < 6 ? 1 : length / 3) && slips < length;
}

void nearest_offer(struct nearest *nearest, const char *name)
{
	unsigned int slips = slips_between(nearest->typed, name);

	if (nearest->name && nearest->slips <= slips)
		return;
	if (!is_near(slips, strnlen(nearest->typed, LONGEST)))
		return;
	nearest->name = name;
	nearest->slips = slips;
}
