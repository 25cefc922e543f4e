// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * <kcov/client.h> against a naive reading of the same words: areas of every
 * small size, with counts around all bounds and beyond, hold as many records as
 * fit and no other; sizes that wrap map nothing.
 * kills: a record behind the area, a bound that is off by one, a field of a
 * comparison in another's place, a product that overflows.
 */
#include <fcntl.h>
#include <string.h>

#include "tests/unit/tap.h"

#include <linux/kcov_extended.h>

#include <kcov/client.h>

#include "port/posix/device/device.h"
#include "port/posix/os/raw.h"

#define MOST_WORDS 40
/* Behind the area stands what a reader must not show. */
#define OUTSIDE (~(uintptr_t)0 / 3)

static union {
	uintptr_t words[2 * MOST_WORDS];
	uint64_t words64[2 * MOST_WORDS];
} area;

static const uint64_t counts[] = { 0,	       1,	   2,
				   3,	       4,	   5,
				   7,	       8,	   9,
				   38,	       39,	   40,
				   41,	       UINT32_MAX, 1ull << 32,
				   1ull << 62, INT64_MAX,  UINT64_MAX - 1,
				   UINT64_MAX };

static void fill(size_t words)
{
	size_t i;

	for (i = 0; i < 2 * MOST_WORDS; i++)
		area.words[i] = i < words ? 0x1000 + i : OUTSIDE;
}

static bool pcs_are_right(size_t words, uint64_t count)
{
	size_t room = words ? words - 1 : 0;
	size_t want = (uintptr_t)count < room ? (size_t)count : room;
	size_t i;

	fill(words);
	area.words[0] = (uintptr_t)count;
	if (kcov_pcs(&area, words) != want)
		return false;
	for (i = 0; i < MOST_WORDS + 2; i++)
		if (kcov_pc(&area, words, i) !=
		    (i < want ? area.words[i + 1] : 0))
			return false;
	return true;
}

static bool comparisons_are_right(size_t words, uint64_t count)
{
	size_t words64 = words * sizeof(uintptr_t) / 8;
	size_t room = words64 ? (words64 - 1) / 4 : 0;
	size_t want = count < room ? (size_t)count : room;
	size_t i;

	fill(words);
	area.words64[0] = count;
	if (kcov_comparisons(&area, words) != want)
		return false;
	for (i = 0; i < MOST_WORDS / 4 + 2; i++) {
		struct kcov_comparison got = kcov_comparison(&area, words, i);
		struct kcov_comparison right = { 0 };
		const uint64_t *at = &area.words64[1 + 4 * i];

		if (i < want)
			right = (struct kcov_comparison){ at[0], at[1], at[2],
							  at[3] };
		if (memcmp(&got, &right, sizeof(got)))
			return false;
	}
	return true;
}

static void readers(void)
{
	bool pcs = true, comparisons = true;
	size_t words, i;

	for (words = 0; words <= MOST_WORDS; words++)
		for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
			/* What no word can hold is no count. */
			if (!words && counts[i])
				continue;
			pcs &= pcs_are_right(words, counts[i]);
			if (words * sizeof(uintptr_t) >= 8)
				comparisons &=
					comparisons_are_right(words, counts[i]);
		}
	tap_ok(pcs, "PCs are those that fit, whatever the count says");
	tap_ok(comparisons, "and so are comparisons, field by field");
	area.words64[0] = UINT64_MAX;
	kcov_client_reset(&area);
	tap_ok(!area.words64[0] && area.words[8 / sizeof(uintptr_t)] != 0,
	       "a reset clears either count, and nothing else");
}

static bool fails(const void *result, int wanted)
{
	bool good = !result && errno == wanted;

	errno = 0;
	return good;
}

/* Each reaches the call of its name. */
static void extended(int device)
{
	struct kcov_query query = { .size = sizeof(query) };
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = KCOV_FEEDBACK_UNIQUE };
	struct kcov_stat stat = { .size = sizeof(stat) };

	tap_ok(!kcov_client_setup(device, &setup) &&
		       !kcov_client_query(device, &query) &&
		       query.feedback == KCOV_FEEDBACK_UNIQUE &&
		       query.state == KCOV_DEVICE_INIT,
	       "what is set up is what QUERY says");
	tap_ok(kcov_client_reset_trace(device) == -1 && errno == EINVAL,
	       "what is not enabled cannot be reset");
	tap_ok(!kcov_client_stat(device, &stat) && !stat.records,
	       "and holds nothing");
}

static void devices(void)
{
	const size_t words = posix_page_bytes() / sizeof(long);
	const size_t wraps = SIZE_MAX / sizeof(long) + 1;
	int device = kcov_client_open();
	void *at;

	tap_ok(posix_raw(SYS_fcntl, device, F_GETFD) == FD_CLOEXEC,
	       "a device is not for programs that are executed");
	errno = 0;
	tap_ok(fails(kcov_client_map(device, words), EINVAL),
	       "without a size nothing is mapped");
	tap_ok(!kcov_client_size(device, words) && !errno,
	       "a device gets a size");
	tap_ok(kcov_client_size(device, words) == -1 && errno == EBUSY, "once");
	errno = 0;
	tap_ok(fails(kcov_client_map(device, wraps + words), EINVAL) &&
		       fails(kcov_client_map(device, wraps), EINVAL) &&
		       fails(kcov_client_map(device, 0), EINVAL) &&
		       fails(kcov_client_map(device, 2 * words), EINVAL),
	       "another size is not mapped, nor one that wraps to it");
	at = kcov_client_map(device, words);
	tap_ok(at && !kcov_client_unmap(at, words), "its own is");
	tap_ok(kcov_client_disable(device) == -1 && errno == EINVAL,
	       "what is not enabled cannot be disabled");
	tap_ok(kcov_client_size(0, words) == -1 && errno == ENOTTY,
	       "what is no device is none");
	extended(device);
	posix_raw(SYS_close, device);
}

int main(void)
{
	readers();
	devices();
	return tap_done();
}
