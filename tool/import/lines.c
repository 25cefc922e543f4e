// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Text with one address a line: PCs as they are recorded, which is where calls
 * return to, or what syzkaller writes, which is where the calls are. The places
 * of the ELF file say which.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tool/import/dump.h"
#include "tool/index/machine.h"

/* False if the line is none; true and nothing in the array if it is blank. */
static bool take_line(char *line, const struct ground *ground, pc_array *pcs)
{
	char *start = line + strspn(line, " \t\r"), *end;
	uint64_t address;

	if (!*start)
		return true;
	if (!strchr("0123456789abcdefABCDEF", *start))
		return false;
	errno = 0;
	address = strtoull(start, &end, 16);
	if (errno || end[strspn(end, " \t\r")])
		return false;
	array_push(pcs, ground_pc(ground, address));
	return true;
}

static bool take_lines(const char *bytes, size_t count,
		       const struct ground *ground, pc_array *pcs,
		       struct text *why)
{
	const char *end = bytes + count;
	size_t number = 1;

	for (; bytes < end; number++) {
		const char *newline =
			memchr(bytes, '\n', (size_t)(end - bytes));
		size_t length = (size_t)((newline ? newline : end) - bytes);
		char line[64];

		if (length < sizeof(line)) {
			memcpy(line, bytes, length);
			line[length] = 0;
		}
		if (length >= sizeof(line) || strlen(line) != length ||
		    !take_line(line, ground, pcs)) {
			text_printf(why,
				    "its line %zu is no address: one a line is "
				    "wanted, in hexadecimal",
				    number);
			return false;
		}
		bytes += length + 1;
	}
	return true;
}

static size_t points_among(const struct ground *ground, const pc_array *pcs,
			   uint64_t after)
{
	size_t i, found = 0;

	for (i = 0; i < pcs->count; i++)
		found += ground_has_point(ground, pcs->at[i] + after);
	return found;
}

/* What the addresses are, by what there is at them or behind a call's length. */
static enum dump_kind kind_of(struct ground *ground, const pc_array *pcs,
			      uint64_t call)
{
	size_t returns = points_among(ground, pcs, 0);
	size_t calls = points_among(ground, pcs, call);

	if (returns == calls && !returns) {
		if (ground_find_slide(ground, pcs, 0))
			return DUMP_PCS;
		if (ground_find_slide(ground, pcs, call))
			return DUMP_RAWCOVER;
	}
	if (returns == calls)
		return DUMP_UNSAID;
	return returns > calls ? DUMP_PCS : DUMP_RAWCOVER;
}

bool dump_read_lines(struct dump *dump, enum dump_kind kind, const char *bytes,
		     size_t count, struct ground *ground, struct text *why)
{
	uint64_t call = machine_call_length(ground->index->header->machine);
	size_t i;

	if (!take_lines(bytes, count, ground, &dump->pcs, why))
		return false;
	if (kind == DUMP_UNSAID)
		kind = kind_of(ground, &dump->pcs, call);
	if (kind == DUMP_UNSAID && dump->pcs.count) {
		text_add(why,
			 "no place of the ELF file says whether these are PCs "
			 "or addresses of calls: say --format pcs or --format "
			 "rawcover");
		return false;
	}
	for (i = 0; i < dump->pcs.count && kind == DUMP_RAWCOVER; i++)
		dump->pcs.at[i] += call;
	dump->kind = kind;
	return true;
}
