// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The kcov devices of the agent, one for each form of the channel, and what
 * they collected. Where the kernel has no extended kcov, plain traces are
 * folded. Called by agent.c around each run.
 *
 * DISABLE is recorded itself, so everything is copied before it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kcov.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "tool/agent/agent.h"
#include "uapi/linux/kcov_extended.h"

/* A mount of a file system leaves some 130,000 records. */
#define TRACE_WORDS (1ul << 20)

struct device {
	int fd;
	uint64_t *area;
	uint64_t words;
};

static struct device edges, comparisons, pcs;
static bool folds;

static void set_up(struct device *device, uint64_t words)
{
	device->fd = open("/sys/kernel/debug/kcov", O_RDWR);
	device->words = words;
	if (device->fd < 0 || ioctl(device->fd, KCOV_INIT_TRACE, words))
		give_up("the kernel has no kcov (%s): build it with "
			"CONFIG_KCOV and CONFIG_DEBUG_FS",
			strerror(errno));
	device->area = mmap(NULL, words * sizeof(uint64_t),
			    PROT_READ | PROT_WRITE, MAP_SHARED, device->fd, 0);
	if (device->area == MAP_FAILED)
		give_up("cannot map the trace: %s", strerror(errno));
}

bool device_open(bool stock)
{
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = KCOV_FEEDBACK_EDGES,
				    .map_bits = CHANNEL_MAP_BITS };

	set_up(&comparisons, TRACE_WORDS);
	set_up(&pcs, TRACE_WORDS);
	/*
	 * Also where it stays unused: numbers of descriptors and the map of
	 * memory are what the target sees of us, so both ways run the same.
	 * Whole pages, or it cannot be mapped.
	 */
	set_up(&edges, (kcov_edges_words(CHANNEL_MAP_BITS, 8) + 511) & ~511ull);
	folds = stock || ioctl(edges.fd, KCOV_SETUP, &setup);
	return folds;
}

static struct device *device_of(uint32_t want)
{
	if (want == WANT_COMPARISONS)
		return &comparisons;
	return want == WANT_EDGES && !folds ? &edges : &pcs;
}

void device_begin(uint32_t want)
{
	struct device *device = device_of(want);

	if (want == WANT_NOTHING)
		return;
	__atomic_store_n(device->area, 0, __ATOMIC_RELAXED);
	if (ioctl(device->fd, KCOV_ENABLE,
		  want == WANT_COMPARISONS ? KCOV_TRACE_CMP : KCOV_TRACE_PC))
		give_up("cannot enable kcov: %s", strerror(errno));
	__atomic_store_n(device->area, 0, __ATOMIC_RELAXED);
}

/* The list names the counters that are not 0, in the order of first times. */
static uint32_t take_edges(struct channel_edge *to, uint64_t count)
{
	const uint8_t *counters = (const uint8_t *)(edges.area + 1);
	const uint32_t *list = (const uint32_t *)(counters + CHANNEL_COUNTERS);
	uint32_t i, n = count < CHANNEL_COUNTERS ? (uint32_t)count :
						   CHANNEL_COUNTERS;

	for (i = 0; i < n; i++)
		to[i] = (struct channel_edge){
			.counter = (uint16_t)list[i],
			.times = counters[list[i] % CHANNEL_COUNTERS],
		};
	return n;
}

static uint32_t take_comparisons(uint64_t *to, uint64_t count)
{
	memcpy(to, comparisons.area + 1,
	       count * COMPARISON_WORDS * sizeof(uint64_t));
	return (uint32_t)count * COMPARISON_WORDS;
}

void device_take(struct channel *channel, uint32_t want, bool is_ours)
{
	struct device *device = device_of(want);
	uint64_t count, room = device->words - 1;

	channel->count = 0;
	if (want == WANT_NOTHING)
		return;
	count = __atomic_load_n(device->area, __ATOMIC_ACQUIRE);
	/* Of comparisons the channel has the least room. */
	if (want == WANT_COMPARISONS)
		room = CHANNEL_WORDS / COMPARISON_WORDS;
	/* A full area keeps the beginning; how much more there was is unknown. */
	if (device != &edges && count >= room) {
		count = room;
		channel->lost++;
	}
	if (want == WANT_COMPARISONS)
		channel->count = take_comparisons(channel->words, count);
	else if (want == WANT_PCS)
		channel->count = fold_once(device->area + 1, count,
					   channel->words, CHANNEL_WORDS);
	else if (folds)
		channel->count =
			fold_edges(device->area + 1, count, channel->edges);
	else
		channel->count = take_edges(channel->edges, count);
	if (is_ours)
		ioctl(device->fd, KCOV_DISABLE, 0);
}
