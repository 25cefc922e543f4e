// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Sets of PCs. Traces are long and repeat themselves, so what counts is the
 * cost per PC: no comparison with what is there, no branch, no hash.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <kcov/set.h>

static size_t pages_of(const struct kcov_set *set)
{
	return set->bytes / KCOV_SET_PAGE + 1;
}

int kcov_set_init(struct kcov_set *set, uintptr_t start, uintptr_t end)
{
	if (end < start || end - start > SIZE_MAX - 2 * KCOV_SET_PAGE)
		return -EINVAL;
	set->start = start;
	set->bytes = end - start;
	/* whole pages, so that one can be read a word at a time */
	set->seen = calloc(pages_of(set), KCOV_SET_PAGE);
	set->pages = calloc(pages_of(set), 1);
	if (set->seen && set->pages)
		return 0;
	kcov_set_free(set);
	return -ENOMEM;
}

void kcov_set_free(struct kcov_set *set)
{
	free(set->seen);
	free(set->pages);
	set->seen = NULL;
	set->pages = NULL;
}

void kcov_set_clear(struct kcov_set *set)
{
	size_t page;

	for (page = 0; page < pages_of(set); page++)
		if (set->pages[page])
			memset(set->seen + page * KCOV_SET_PAGE, 0,
			       KCOV_SET_PAGE);
	memset(set->pages, 0, pages_of(set));
}

/* Where a PC has its byte; all that are out of range share the last one. */
static inline size_t place(const struct kcov_set *set, uintptr_t pc)
{
	size_t offset = pc - set->start;

	return offset < set->bytes ? offset : set->bytes;
}

size_t kcov_set_add(struct kcov_set *set, const uintptr_t *pcs, size_t n)
{
	size_t outside = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		size_t at = place(set, pcs[i]);

		outside += at == set->bytes;
		set->seen[at] = 1;
		set->pages[at / KCOV_SET_PAGE] = 1;
	}
	set->seen[set->bytes] = 0;
	return outside;
}

/* Looks up in blocks: nothing new is the usual answer and needs no branch. */
bool kcov_set_lacks(const struct kcov_set *set, const uintptr_t *pcs, size_t n)
{
	enum { BLOCK = 64 };
	size_t i = 0;

	while (i < n) {
		size_t end = n - i < BLOCK ? n : i + BLOCK;
		unsigned int all = 1;

		for (; i < end; i++)
			all &= set->seen[place(set, pcs[i])];
		if (!all)
			return true;
	}
	return false;
}

/* Lists one page: *found grows, nothing is written beyond room. */
static void list_page(const struct kcov_set *set, size_t page, uintptr_t *pcs,
		      size_t room, size_t *found)
{
	size_t at = page * KCOV_SET_PAGE;
	size_t end = at + KCOV_SET_PAGE;
	uint64_t word;

	while (at < end) {
		size_t next = at + sizeof(word);

		memcpy(&word, set->seen + at, sizeof(word));
		for (; word && at < next; at++) {
			if (!set->seen[at])
				continue;
			if (*found < room)
				pcs[*found] = set->start + at;
			++*found;
		}
		at = next;
	}
}

size_t kcov_set_list(const struct kcov_set *set, uintptr_t *pcs, size_t room)
{
	size_t found = 0;
	size_t page;

	for (page = 0; page < pages_of(set); page++)
		if (set->pages[page])
			list_page(set, page, pcs, room, &found);
	return found;
}

int kcov_set_merge(struct kcov_set *set, const struct kcov_set *other)
{
	size_t page;
	size_t i;

	if (set->start != other->start || set->bytes != other->bytes)
		return -EINVAL;
	for (page = 0; page < pages_of(set); page++) {
		if (!other->pages[page])
			continue;
		set->pages[page] = 1;
		for (i = page * KCOV_SET_PAGE; i < (page + 1) * KCOV_SET_PAGE;
		     i++)
			set->seen[i] |= other->seen[i];
	}
	return 0;
}
