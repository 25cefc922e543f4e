// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-A1 to S-A5, S-A11: whatever a client stores into the count word, no
 * callback writes outside the area, and the count word is either what it was or
 * a count. Guard pages stand on both sides, so a stray write ends the test at
 * once.
 * kills: "count < limit" become "count + 1 <= limit"; a limit one too large.
 */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#include "core/device.h"
#include "core/task.h"
#include "core/trace.h"
#include "tests/port_fake/callbacks.h"

static uint64_t switch_table[] = { 5, 32, 1, 2, 3, 4, 5 };

static void call_pc(void)
{
	__sanitizer_cov_trace_pc();
}

static void call_cmp(void)
{
	__sanitizer_cov_trace_cmp1(1, 2);
	__sanitizer_cov_trace_cmp8(3, 4);
	__sanitizer_cov_trace_const_cmp4(5, 6);
}

static void call_switch(void)
{
	__sanitizer_cov_trace_switch(3, switch_table);
}

static const size_t sizes[] = { 2, 5, 6, 9, 10, 13, 511, 512 };

/* An area that ends where the last writable page ends. */
static char *pages;
static size_t page;

static uintptr_t *area_of(size_t words)
{
	char *end = pages + 3 * page;

	return (uintptr_t *)(end - words * sizeof(uintptr_t));
}

static uint64_t lost;

static void arm(uintptr_t *area, size_t words, enum kcov_mode mode)
{
	const uint64_t limit = kcov_area_limit(mode, words);

	((struct posix_limit *)area)[-1].records = limit;
	kcov_feedback_trace(posix_feedback_before(area), &lost);
	kcov_task_arm(kcov_port_self(), mode, area, limit,
		      posix_feedback_before(area), KCOV_CONTEXT_TASK);
}

static unsigned long broken;
static unsigned long tried;

/* A PC count has the width of a word, a comparison count 64 bits. */
static bool count_is_word;

static void try_count(void *area, uint64_t count, uint64_t limit,
		      void (*call)(void))
{
	uint64_t after;

	if (count_is_word)
		count = *(uintptr_t *)area = (uintptr_t)count;
	else
		*(uint64_t *)area = count;
	call();
	after = count_is_word ? *(uintptr_t *)area : *(uint64_t *)area;
	tried++;
	if (count >= limit ? after != count : after <= count || after > limit)
		broken++;
}

/* The "HC set": round numbers of every size, and their neighbourhoods. */
static void try_all_counts(void *area, uint64_t limit, void (*call)(void))
{
	const uint64_t near[] = { 0,	     1,	    limit - 1, limit,
				  limit + 1, ~0ull, ~0ull - 1, ~0ull - 2 };
	unsigned int bit;
	size_t i;
	int d;

	for (i = 0; i < sizeof(near) / sizeof(near[0]); i++)
		try_count(area, near[i], limit, call);
	for (bit = 0; bit < 64; bit++)
		for (d = -4200; d <= 4200; d++)
			try_count(area, (1ull << bit) + (uint64_t)(int64_t)d,
				  limit, call);
}

static void try_size(size_t words, enum kcov_mode mode, void (*call)(void),
		     const char *name)
{
	uintptr_t *area = area_of(words);
	uint64_t limit = mode == KCOV_MODE_PC ? kcov_pc_limit(words) :
						kcov_cmp_limit(words);
	char before[64];

	broken = 0;
	tried = 0;
	count_is_word = mode == KCOV_MODE_PC;
	memset(pages + page, 0, 2 * page);
	arm(area, words, mode);
	memcpy(before, (char *)area - sizeof(before), sizeof(before));
	try_all_counts(area, limit, call);
	kcov_task_disarm(kcov_port_self());
	tap_ok(!broken && !memcmp(before, (char *)area - sizeof(before),
				  sizeof(before)),
	       "%s: %lu counts, area of %zu words, %lu broken", name, tried,
	       words, broken);
}

int main(void)
{
	size_t i;

	page = (size_t)sysconf(_SC_PAGESIZE);
	pages = mmap(NULL, 4 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	if (pages == MAP_FAILED ||
	    mprotect(pages + page, 2 * page, PROT_READ | PROT_WRITE))
		return 99;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		try_size(sizes[i], KCOV_MODE_PC, call_pc, "trace_pc");
		try_size(sizes[i], KCOV_MODE_CMP, call_cmp, "trace_cmp");
		try_size(sizes[i], KCOV_MODE_CMP, call_switch, "trace_switch");
	}
	return tap_done();
}
