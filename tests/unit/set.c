// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Sets of PCs against a naive one, an array that is searched: random ranges and
 * traces, with PCs at both ends of the range, beside it and far from it.
 * kills: a range that is off by one, a page that is forgotten, an outsider that
 * counts as seen, a list that writes beyond its room.
 */
#include <stdlib.h>
#include <string.h>

#include <kcov/set.h>

#include "tests/unit/tap.h"

enum { MOST = 400, CASES = 3000 };

struct naive {
	uintptr_t pcs[2 * MOST];
	size_t n;
};

static uint64_t state = 1;

static uint64_t dice(uint64_t sides)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % sides;
}

static bool naive_has(const struct naive *naive, uintptr_t pc)
{
	size_t i;

	for (i = 0; i < naive->n; i++)
		if (naive->pcs[i] == pc)
			return true;
	return false;
}

static int ascending(const void *a, const void *b)
{
	uintptr_t x = *(const uintptr_t *)a;
	uintptr_t y = *(const uintptr_t *)b;

	return x < y ? -1 : x > y;
}

static uintptr_t random_pc(const struct kcov_set *set)
{
	switch (dice(12)) {
	case 0:
		return set->start;
	case 1:
		return set->start + set->bytes - 1;
	case 2:
		return set->start + set->bytes;
	case 3:
		return set->start - 1;
	case 4:
		return (uintptr_t)dice(UINT64_MAX);
	default:
		return set->start + (uintptr_t)dice(set->bytes + 1);
	}
}

static size_t random_trace(const struct kcov_set *set, uintptr_t *pcs)
{
	size_t n = (size_t)dice(MOST);
	size_t i;

	for (i = 0; i < n; i++)
		pcs[i] = i && dice(2) ? pcs[dice(i)] : random_pc(set);
	return n;
}

/* Adds to both; true if both say the same of it. */
static bool adds_alike(struct kcov_set *set, struct naive *naive)
{
	uintptr_t pcs[MOST] = { 0 };
	size_t n = random_trace(set, pcs);
	size_t outside = 0;
	bool lacks = false;
	size_t i;

	for (i = 0; i < n; i++)
		lacks |= !naive_has(naive, pcs[i]);
	if (kcov_set_lacks(set, pcs, n) != lacks)
		return false;
	for (i = 0; i < n; i++)
		if (pcs[i] - set->start >= set->bytes)
			outside++;
		else if (!naive_has(naive, pcs[i]))
			naive->pcs[naive->n++] = pcs[i];
	return kcov_set_add(set, pcs, n) == outside;
}

static bool lists_alike(const struct kcov_set *set, struct naive *naive)
{
	uintptr_t pcs[2 * MOST + 1];
	size_t room = (size_t)dice(naive->n + 1);

	qsort(naive->pcs, naive->n, sizeof(naive->pcs[0]), ascending);
	pcs[room] = 0x5a5a;
	return kcov_set_list(set, pcs, room) == naive->n &&
	       pcs[room] == 0x5a5a &&
	       !memcmp(pcs, naive->pcs, room * sizeof(pcs[0])) &&
	       kcov_set_list(set, pcs, 2 * MOST) == naive->n &&
	       !memcmp(pcs, naive->pcs, naive->n * sizeof(pcs[0]));
}

/* Two sets and their naive twins; then the second is merged into the first. */
static bool one_case(void)
{
	uintptr_t start = (uintptr_t)dice(1u << 30) + 1;
	uintptr_t end = start + (uintptr_t)dice(4 * KCOV_SET_PAGE);
	struct naive naive[2] = { 0 };
	struct kcov_set set[2];
	bool good = true;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (kcov_set_init(&set[i], start, end))
			return false;
		good = good && adds_alike(&set[i], &naive[i]) &&
		       lists_alike(&set[i], &naive[i]);
	}
	good = good && !kcov_set_merge(&set[0], &set[1]);
	for (i = 0; i < naive[1].n; i++)
		if (!naive_has(&naive[0], naive[1].pcs[i]))
			naive[0].pcs[naive[0].n++] = naive[1].pcs[i];
	good = good && lists_alike(&set[0], &naive[0]);
	kcov_set_clear(&set[0]);
	good = good && !kcov_set_list(&set[0], NULL, 0);
	naive[0].n = 0;
	good = good && adds_alike(&set[0], &naive[0]);
	kcov_set_free(&set[0]);
	kcov_set_free(&set[1]);
	return good;
}

int main(void)
{
	struct kcov_set a;
	struct kcov_set b;
	int good = 0;
	int i;

	for (i = 0; i < CASES; i++)
		good += one_case();
	tap_ok(good == CASES, "a set is a naive set, %d cases of %d", good,
	       CASES);
	tap_ok(kcov_set_init(&a, 2, 1) < 0,
	       "a range has its end behind its start");
	kcov_set_init(&a, 1, 100);
	kcov_set_init(&b, 1, 101);
	tap_ok(kcov_set_merge(&a, &b) < 0, "sets of other ranges do not merge");
	kcov_set_free(&a);
	kcov_set_free(&b);
	return tap_done();
}
