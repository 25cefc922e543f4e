// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What extended.h declares. */
#include <string.h>

#include "extended.h"
#include "target.h"

void need_extended(void)
{
	int fd;

	if (host_is(STOCK))
		SKIP("no other kcov has these calls");
	fd = device_open();
	CHECK_ERR(ioctl(fd, KCOV_QUERY, 0), EFAULT);
	CHECK_OK(close(fd));
}

struct kcov_query query_of(const struct session *session)
{
	struct kcov_query query = { .size = sizeof(query) };

	CHECK_OK(ioctl(session->fd, KCOV_QUERY, &query));
	CHECK_EQ(query.size, sizeof(query));
	return query;
}

struct kcov_stat stat_of(const struct session *session)
{
	struct kcov_stat stat = { .size = sizeof(stat) };

	CHECK_OK(ioctl(session->fd, KCOV_STAT, &stat));
	CHECK_EQ(stat.size, sizeof(stat));
	return stat;
}

void set_up(const struct session *session, struct kcov_setup setup)
{
	setup.size = sizeof(setup);
	CHECK_OK(ioctl(session->fd, KCOV_SETUP, &setup));
}

void need_feature(unsigned long feature)
{
	struct session session = { 0 };
	bool has;

	need_extended();
	session.fd = device_open();
	has = query_of(&session).features & feature;
	CHECK_OK(close(session.fd));
	if (!has)
		SKIP("this host says that it has no such feature");
}

unsigned long accounted_for(const struct kcov_stat *stat)
{
	return stat->records + stat->lost_full;
}

unsigned long edges_words(unsigned int map_bits)
{
	const unsigned long page = page_words();

	return (kcov_edges_words(map_bits, sizeof(long)) + page - 1) / page *
	       page;
}

void edges_fold(uint8_t *map, const struct trace *trace, unsigned int map_bits)
{
	unsigned long from = 0;
	unsigned long i;

	for (i = 0; i < trace->n; i++) {
		uint8_t *counter =
			&map[kcov_edge_counter(from, trace->pc[i], map_bits)];

		*counter += *counter != 255;
		from = trace->pc[i];
	}
}

void edges_check_list(const struct session *session, unsigned int map_bits)
{
	static uint8_t seen[1 << 20];
	const uint8_t *map = (const uint8_t *)&session->area[1];
	const uint32_t *list = (const uint32_t *)(map + (1ul << map_bits));
	unsigned long i, hit = 0;

	memset(seen, 0, sizeof(seen));
	for (i = 0; i < count(session); i++) {
		CHECK(list[i] < 1u << map_bits);
		CHECK(map[list[i]] && !seen[list[i]]);
		seen[list[i]] = 1;
	}
	for (i = 0; i < 1ul << map_bits; i++)
		hit += map[i] != 0;
	CHECK_EQ(hit, count(session));
}

static bool has(const struct trace *trace, unsigned long upto, unsigned long pc)
{
	while (upto)
		if (trace->pc[--upto] == pc)
			return true;
	return false;
}

void trace_without_duplicates(struct trace *trace)
{
	unsigned long i, kept = 0;

	for (i = 0; i < trace->n; i++)
		if (!has(trace, kept, trace->pc[i]))
			trace->pc[kept++] = trace->pc[i];
	trace->n = kept;
}

/* A generator of its own: libc's may do anything. */
static unsigned int next(unsigned int *state)
{
	*state = *state * 1103515245 + 12345;
	return *state >> 16;
}

void program_run(unsigned int seed)
{
	unsigned int calls = 1 + next(&seed) % 12;

	for (; calls; calls--) {
		if (!(next(&seed) % 5))
			target_a();
		else if (!(next(&seed) % 7))
			target_b();
		else
			target_path(next(&seed) % TARGET_PATHS);
	}
}

static struct trace plain_trace(unsigned int seed)
{
	struct session session = session_open(WORDS);
	struct trace trace;

	enable_empty(&session);
	program_run(seed);
	trace = trace_take(&session);
	disable(&session);
	session_close(&session);
	return trace;
}

struct trace program_trace(unsigned int seed)
{
	struct trace trace = plain_trace(seed);
	int tries;

	for (tries = 0; tries < 100; tries++) {
		struct trace again = plain_trace(seed);
		bool same = trace_equal(&trace, &again);

		trace_free(&trace);
		trace = again;
		if (same)
			return trace;
	}
	FAIL("no two traces of program %u are the same", seed);
}
