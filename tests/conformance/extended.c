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

	enable(&session);
	set_count(&session, 0);
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
