// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-A16, S-A17: a section's records are appended whole, as many as fit; a
 * hostile count in the device's area takes nothing, and nothing outside is
 * touched.
 * kills: room counted in words, an existing count that is believed, a count
 * that is stored though nothing was appended, records that are lost untold.
 */
#include <string.h>
#include <sys/mman.h>

#include "tests/unit/tap.h"

#include "core/append.h"
#include "core/buffer.h"

#define CANARY 0x5aa55aa5u

/* Records that fit into the private area. */
enum { PRIVATE = 15 };

static uint64_t from[64];
static uint64_t to[66]; /* canaries at both ends */

static void fill(void)
{
	size_t i;

	for (i = 0; i < 64; i++)
		from[i] = 1000 + i;
	for (i = 0; i < 66; i++)
		to[i] = CANARY;
}

/* What is at the record's first word, in words of the mode. */
static uint64_t first_word(enum kcov_mode mode, uint64_t record)
{
	if (mode == KCOV_MODE_PC)
		return ((uintptr_t *)&to[1])[1 + record];
	return to[1 + 1 + 4 * record];
}

static void set_count(enum kcov_mode mode, uint64_t *area, uint64_t count)
{
	if (mode == KCOV_MODE_PC)
		*(uintptr_t *)area = (uintptr_t)count;
	else
		*area = count;
}

static uint64_t count_of(enum kcov_mode mode, const uint64_t *area)
{
	return mode == KCOV_MODE_PC ? *(const uintptr_t *)area : *area;
}

/*
 * `have` of `limit` records are there, `more` come: are `expected` there then,
 * and does it say how many are not?
 */
static bool appends(enum kcov_mode mode, uint64_t limit, uint64_t have,
		    uint64_t more, uint64_t expected)
{
	const uint64_t came = more < PRIVATE ? more : PRIVATE;
	bool grows = expected != have;
	uint64_t lost;

	fill();
	set_count(mode, from, more);
	set_count(mode, &to[1], have);
	lost = kcov_area_append(mode, &to[1], limit, from, PRIVATE);
	if (lost != have + came - expected ||
	    count_of(mode, &to[1]) != expected || to[0] != CANARY ||
	    to[65] != CANARY)
		return false;
	return !grows ||
	       first_word(mode, have) == (mode == KCOV_MODE_PC ?
						  ((uintptr_t *)from)[1] :
						  from[1]);
}

static void try_mode(enum kcov_mode mode, const char *name)
{
	static const uint64_t hostile[] = { 13,		14,
					    1ull << 31, (1ull << 31) - 1,
					    0xffffffff, 0xfffffffe };
	uint64_t have, more;
	bool good = true;
	size_t i;

	for (have = 0; have <= 12; have++)
		for (more = 0; more <= PRIVATE; more++)
			good = good &&
			       appends(mode, 12, have, more,
				       have + more < 12 ? have + more : 12);
	tap_ok(good, "%s: whole records, as many as fit, and how many do not",
	       name);
	good = true;
	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
		good = good && appends(mode, 12, hostile[i], 5, hostile[i]);
	tap_ok(good, "%s: a count that is none takes nothing", name);
	tap_ok(appends(mode, 12, 0, 1 << 20, 12),
	       "%s: a private count that was scribbled on is bounded", name);
}

/* The client may reset the count at this very moment: that must not be undone. */
static bool leaves_full_area_alone(enum kcov_mode mode)
{
	void *area = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (area == MAP_FAILED)
		return false;
	fill();
	set_count(mode, from, 5);
	set_count(mode, area, 12);
	/* Whoever stores into it dies. */
	mprotect(area, 4096, PROT_READ);
	kcov_area_append(mode, area, 12, from, PRIVATE);
	munmap(area, 4096);
	return true;
}

int main(void)
{
	try_mode(KCOV_MODE_PC, "PC");
	try_mode(KCOV_MODE_CMP, "CMP");
	tap_ok(leaves_full_area_alone(KCOV_MODE_PC) &&
		       leaves_full_area_alone(KCOV_MODE_CMP),
	       "a full area is not written");
	return tap_done();
}
