// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Memory: ours, the client's, that of sections, and whether it comes back.
 * Called by selftest.c.
 */
#include "core/buffer.h"
#include "core/task.h"
#include "port/selftest/checks.h"

enum { SOME = 96, PATTERN = 0x5a };

static bool is_all(const void *memory, int byte, size_t bytes)
{
	const unsigned char *at = memory;

	while (bytes--)
		if (*at++ != byte)
			return false;
	return true;
}

static bool is_for_words(const void *memory)
{
	return memory && !((uintptr_t)memory % sizeof(uint64_t));
}

/* Zeroes, also where something else stood before. */
KCOV_CHECK(alloc)
{
	const char *what = NULL;
	void *first, *second;
	int i;

	(void)bench;
	for (i = 0; i < 2 && !what; i++) {
		first = kcov_port_alloc(SOME);
		second = kcov_port_alloc(SOME);
		if (!is_for_words(first) || !is_for_words(second))
			return "there is none, or not for 64-bit words";
		if (!is_all(first, 0, SOME) || !is_all(second, 0, SOME))
			what = "it is not zeroed";
		__builtin_memset(first, PATTERN, SOME);
		if (!is_all(second, 0, SOME))
			what = "one part of it is in another";
		__builtin_memset(second, PATTERN, SOME);
		kcov_port_free(first, SOME);
		kcov_port_free(second, SOME);
	}
	return what;
}

KCOV_CHECK(free)
{
	void *stays = kcov_port_alloc(SOME);
	const char *what = NULL;
	unsigned int i;
	void *memory;

	__builtin_memset(stays, PATTERN, SOME);
	for (i = 0; i < bench->host->rounds && !what; i++) {
		memory = kcov_port_alloc(4096);
		if (memory == stays || !memory)
			what = "memory does not come back, or is another's";
		else
			kcov_port_free(memory, 4096);
	}
	if (!what && !is_all(stays, PATTERN, SOME))
		what = "other memory is changed";
	kcov_port_free(stays, SOME);
	return what;
}

/* A number, and something longer, between others. */
static const size_t lengths[] = { 4, 13 };

KCOV_CHECK(copy_in)
{
	const struct kcov_selftest *host = bench->host;
	unsigned char to[SOME];
	size_t i;

	if (kcov_port_copy_in(to, host->nobodys, 4) != -EFAULT ||
	    kcov_port_copy_in(to, host->nobodys, 13) != -EFAULT)
		return "no -EFAULT where nobody has memory";
	if (!host->client)
		return NULL;
	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		const size_t length = lengths[i];

		__builtin_memset(to, 1, sizeof(to));
		if (host->client_here)
			__builtin_memset(host->client_here, PATTERN, SOME / 2);
		if (kcov_port_copy_in(&to[8], host->client, length))
			return "a client's memory cannot be read";
		if (host->client_here && !is_all(&to[8], PATTERN, length))
			return "it is not what the client has there";
		if (!is_all(to, 1, 8) || !is_all(&to[8 + length], 1, 8))
			return "it is not as many bytes";
	}
	return NULL;
}

KCOV_CHECK(copy_out)
{
	const struct kcov_selftest *host = bench->host;
	const unsigned char *here = host->client_here;
	unsigned char from[SOME], back[SOME];

	__builtin_memset(from, 7, sizeof(from));
	if (kcov_port_copy_out(host->nobodys, from, 13) != -EFAULT)
		return "no -EFAULT where nobody has memory";
	if (!host->client)
		return NULL;
	if (kcov_port_copy_out(host->client, from, KCOV_SELFTEST_BYTES))
		return "a client's memory cannot be written";
	__builtin_memset(from, PATTERN, sizeof(from));
	if (kcov_port_copy_out(host->client + 8, from, 13) ||
	    kcov_port_copy_in(back, host->client, KCOV_SELFTEST_BYTES))
		return "a client's memory cannot be written";
	if (!here)
		here = back;
	return is_all(here, 7, 8) && is_all(&here[8], PATTERN, 13) &&
			       is_all(&here[21], 7, 8) ?
		       NULL :
		       "a client's memory is not what was written";
}

enum { SECTION_WORDS = 62, SECTION_RECORDS = SECTION_WORDS - 1 };

static struct kcov_section *section_of(size_t words)
{
	struct kcov_section *section = kcov_port_section_alloc(words);

	/* As the core does, which alone knows. */
	if (section) {
		section->words = words;
		section->for_interrupts = false;
	}
	return section;
}

/* A section, its area and what stands beside that are three things. */
static const char *check_section(struct kcov_section *section)
{
	const size_t bytes = SECTION_WORDS * sizeof(uintptr_t);
	struct kcov_section before;

	if (!is_for_words(section->area) || !section->feedback)
		return "there is no area, or not for 64-bit words";
	__builtin_memset(section->feedback, 1, sizeof(*section->feedback));
	before = *section;
	__builtin_memset(section->area, PATTERN, bytes);
	if (__builtin_memcmp(&before, section, sizeof(before)) ||
	    !is_all(section->feedback, 1, sizeof(*section->feedback)))
		return "the area is in something else";
	__builtin_memset(section->feedback, 2, sizeof(*section->feedback));
	return is_all(section->area, PATTERN, bytes) ?
		       NULL :
		       "the area is in what stands beside it";
}

KCOV_CHECK(section_alloc)
{
	struct kcov_section *section = section_of(SECTION_WORDS);
	const char *what;

	(void)bench;
	if (!section)
		return "there is none";
	what = check_section(section);
	/* What is wrong is not freed. */
	if (!what)
		kcov_port_section_free(section);
	return what;
}

/* As a task says that collects for it, in no context. */
KCOV_CHECK(section_ready)
{
	struct kcov_section *section = section_of(SECTION_WORDS);
	const char *what = NULL;
	uintptr_t *area;

	if (!section)
		return "there is no section";
	area = section->area;
	__builtin_memset(area, PATTERN, SECTION_WORDS * sizeof(*area));
	kcov_port_section_ready(section, KCOV_MODE_PC, SECTION_RECORDS);
	if (area[0] || !is_all(area, 0, sizeof(uint64_t)))
		what = "the count is not 0, of 64 bits";
	if (!is_all(&area[2], PATTERN, sizeof(*area)))
		what = "it changes more than the count";
	kcov_task_arm_pc(bench->task, area, SECTION_RECORDS, section->feedback,
			 KCOV_CONTEXT_NONE);
	if (kcov_port_pc_limit(bench->task, area) != SECTION_RECORDS)
		what = "the limit is not what fits";
	kcov_task_disarm(bench->task);
	kcov_port_section_free(section);
	return what;
}

KCOV_CHECK(section_free)
{
	struct kcov_section *section;
	unsigned int i;

	for (i = 0; i < 16 * bench->host->rounds; i++) {
		section = section_of(SECTION_WORDS);
		if (!section)
			return "memory does not come back";
		kcov_port_section_free(section);
	}
	return NULL;
}

/* Less than a page: more rounds. */
KCOV_CHECK(device_free)
{
	const struct kcov_selftest *host = bench->host;
	struct kcov_device *device;
	unsigned int i;

	for (i = 0; i < 64 * host->rounds; i++) {
		device = host->open();
		if (!device)
			return "memory does not come back";
		host->close(device);
	}
	return NULL;
}

KCOV_CHECK(area_free)
{
	const struct kcov_selftest *host = bench->host;
	struct kcov_device *device;
	unsigned int i;
	int err;

	for (i = 0; i < 16 * host->rounds; i++) {
		device = host->open();
		if (!device)
			return "memory does not come back";
		err = kcov_device_set_size(device, KCOV_SELFTEST_WORDS);
		host->close(device);
		if (err)
			return "memory does not come back";
	}
	return NULL;
}
