// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-struct, E-setup, E-query, E-stat: what each call refuses, in which order,
 * and that a refused one changes nothing; structs of every size that a client
 * may know.
 * kills: a check of the state before one of the argument; a field that nobody
 * looks at; a size that is believed.
 */
#include <stdint.h>
#include <string.h>

#include "extended.h"
#include "remote.h"
#include "target.h"

static const unsigned long calls[] = { KCOV_QUERY, KCOV_SETUP, KCOV_STAT };
static const uint32_t known[] = { sizeof(struct kcov_query),
				  sizeof(struct kcov_setup),
				  sizeof(struct kcov_stat) };

/* With the client's struct at the end of what can be read. */
static unsigned char *end_of_memory(void)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	unsigned char *pages =
		CHECK_OK(mmap(NULL, 3 * page, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	CHECK_OK(mprotect(pages + 2 * page, page, PROT_NONE));
	return pages + 2 * page;
}

static void check_sizes(int fd, unsigned char *end)
{
	size_t i;
	uint32_t size;

	for (i = 0; i < 3; i++) {
		CHECK_ERR(ioctl(fd, calls[i], 0), EFAULT);
		CHECK_ERR(ioctl(fd, calls[i], end), EFAULT);
		CHECK_ERR(ioctl(fd, calls[i], end - 2), EFAULT);
		for (size = 0; size <= 4200; size += size < 160 ? 1 : 97) {
			unsigned char *at = end - (size < 4 ? 4 : size);

			memset(at, 0, end - at);
			memcpy(at, &size, sizeof(size));
			if (size < 8)
				CHECK_ERR(ioctl(fd, calls[i], at), EINVAL);
			else if (size > 4096)
				CHECK_ERR(ioctl(fd, calls[i], at), E2BIG);
			else
				CHECK_OK(ioctl(fd, calls[i], at));
		}
		/* It says more than there is. */
		size = 64;
		memset(end - 32, 0, 32);
		memcpy(end - 32, &size, sizeof(size));
		CHECK_ERR(ioctl(fd, calls[i], end - 32), EFAULT);
	}
}

/* What is filled in is what the client has room for, and it is told. */
static void check_short_and_long(int fd, unsigned char *end)
{
	struct session session = { .fd = fd };
	struct kcov_query whole = query_of(&session);
	uint32_t size;
	size_t i;

	for (size = 8; size <= sizeof(whole); size += 8) {
		unsigned char *at = end - size;

		memset(at, 0, size);
		memcpy(at, &size, sizeof(size));
		CHECK_OK(ioctl(fd, KCOV_QUERY, at));
		CHECK(!memcmp(at, &size, sizeof(size)));
		CHECK(!memcmp(at + 4, (char *)&whole + 4, size - 4));
	}
	for (i = 0; i < 3; i++) {
		unsigned char *at = end - known[i] - 40;
		uint32_t told;

		size = known[i] + 40;
		memset(at, 0, size);
		memcpy(at, &size, sizeof(size));
		CHECK_OK(ioctl(fd, calls[i], at));
		memcpy(&told, at, sizeof(told));
		CHECK_EQ(told, calls[i] == KCOV_SETUP ? size : known[i]);
		memcpy(at, &size, sizeof(size));
		at[size - 1] = 1;
		CHECK_ERR(ioctl(fd, calls[i], at), E2BIG);
	}
}

static void refuse(int fd, struct kcov_setup setup, int error)
{
	setup.size = sizeof(setup);
	CHECK_ERR(ioctl(fd, KCOV_SETUP, &setup), error);
}

/* In every state, before it is looked at. */
static void check_fields(int fd, const struct kcov_query *query)
{
	uint32_t flag;

	for (flag = 1; flag; flag <<= 1)
		if (flag != KCOV_SETUP_FRESH &&
		    !(flag == KCOV_SETUP_SEAL &&
		      query->features & KCOV_FEATURE_SEAL))
			refuse(fd, (struct kcov_setup){ .flags = flag },
			       EINVAL);
	refuse(fd, (struct kcov_setup){ .feedback = 3 }, EINVAL);
	refuse(fd, (struct kcov_setup){ .feedback = ~0u }, EINVAL);
	refuse(fd, (struct kcov_setup){ .reserved = 1 }, EINVAL);
}

/* Of a device that could be set up. */
static void check_bounds(int fd, const struct kcov_query *query)
{
	struct kcov_setup edges = { .feedback = KCOV_FEEDBACK_EDGES };
	struct kcov_setup unique = { .feedback = KCOV_FEEDBACK_UNIQUE };
	struct kcov_setup plain = { 0 };

	edges.map_bits = query->map_bits_min - 1;
	refuse(fd, edges, EINVAL);
	edges.map_bits = query->map_bits_max + 1;
	refuse(fd, edges, EINVAL);
	edges.map_bits = 12;
	edges.set_bits = 16;
	refuse(fd, edges, EINVAL);
	unique.set_bits = query->set_bits_min - 1;
	refuse(fd, unique, EINVAL);
	unique.set_bits = query->set_bits_max + 1;
	refuse(fd, unique, EINVAL);
	unique.set_bits = 0;
	unique.map_bits = 16;
	refuse(fd, unique, EINVAL);
	plain.map_bits = 16;
	refuse(fd, plain, EINVAL);
	plain.map_bits = 0;
	plain.cmp_words = query->words;
	refuse(fd, plain, EINVAL);
	plain.cmp_words = query->words - 1;
	refuse(fd, plain, EINVAL);
	plain.cmp_words = ~0ull;
	refuse(fd, plain, EINVAL);
	plain.cmp_words = 1;
	refuse(fd, plain, EINVAL);
}

static void check_states(const struct session *session, uint32_t state)
{
	struct kcov_setup setup = { .size = sizeof(setup) };
	struct kcov_query query = query_of(session);

	CHECK_EQ(query.state, state);
	check_fields(session->fd, &query);
	if (state == KCOV_DEVICE_INIT)
		CHECK_OK(ioctl(session->fd, KCOV_SETUP, &setup));
	else
		CHECK_ERR(ioctl(session->fd, KCOV_SETUP, &setup),
			  state == KCOV_DEVICE_NEW ? EINVAL : EBUSY);
}

TEST("what extended calls refuse, they refuse in order")
{
	unsigned char *end;
	struct session session = { .words = 2 * page_words() };
	struct kcov_query before, after;
	struct kcov_stat stat = { .size = sizeof(stat) };
	struct request request = request_for(USB(0x7117));

	need_extended();
	end = end_of_memory();
	session.fd = device_open();
	check_states(&session, KCOV_DEVICE_NEW);
	CHECK_ERR(ioctl(session.fd, KCOV_STAT, &stat), EINVAL);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, session.words));
	check_sizes(session.fd, end);
	check_short_and_long(session.fd, end);
	check_states(&session, KCOV_DEVICE_INIT);
	before = query_of(&session);
	check_bounds(session.fd, &before);
	/* Too small an area for any map. */
	refuse(session.fd,
	       (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES }, EINVAL);
	after = query_of(&session);
	CHECK(!memcmp(&before, &after, sizeof(before)));
	session.area = session_map(session.fd, session.words);
	enable(&session);
	check_states(&session, KCOV_DEVICE_LOCAL);
	disable(&session);
	if (host_has_remote()) {
		CHECK_OK(remote_enable(&session, &request));
		check_states(&session, KCOV_DEVICE_REMOTE);
		disable(&session);
	}
	check_states(&session, KCOV_DEVICE_INIT);
	session_close(&session);
}
