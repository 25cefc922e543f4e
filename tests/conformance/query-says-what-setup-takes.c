// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-query, E-setup, E-both, E-remote: every bound that KCOV_QUERY names is one:
 * SETUP takes it and nothing beyond; what was chosen is what is in force; a
 * device with a feedback refuses the modes it cannot have.
 * kills: a feature that is not there; a bound that is typed twice.
 */
#include "extended.h"
#include "remote.h"
#include "target.h"

static bool takes(const struct session *session, struct kcov_setup setup)
{
	setup.size = sizeof(setup);
	return !ioctl(session->fd, KCOV_SETUP, &setup);
}

static void check_chosen(const struct session *session, struct kcov_setup setup)
{
	struct kcov_query query;

	set_up(session, setup);
	query = query_of(session);
	CHECK_EQ(query.feedback, setup.feedback);
	CHECK_EQ(query.flags, setup.flags);
	CHECK_EQ(query.cmp_words, setup.cmp_words);
	if (setup.map_bits)
		CHECK_EQ(query.map_bits, setup.map_bits);
	if (setup.set_bits)
		CHECK_EQ(query.set_bits, setup.set_bits);
}

static void check_bits(const struct session *session,
		       const struct kcov_query *query)
{
	uint32_t bits;

	for (bits = 1; bits < 40; bits++) {
		CHECK_EQ(takes(session,
			       (struct kcov_setup){ .feedback =
							    KCOV_FEEDBACK_EDGES,
						    .map_bits = bits }),
			 bits >= query->map_bits_min &&
				 bits <= query->map_bits_max);
		CHECK_EQ(takes(session,
			       (struct kcov_setup){
				       .feedback = KCOV_FEEDBACK_UNIQUE,
				       .set_bits = bits }),
			 bits >= query->set_bits_min &&
				 bits <= query->set_bits_max);
	}
}

/* The least area, and one word less. */
static void check_least(const struct kcov_query *query)
{
	struct kcov_setup edges = { .feedback = KCOV_FEEDBACK_EDGES };
	struct session enough = { .fd = device_open() };
	struct session less = { .fd = device_open() };
	const unsigned long words = query->edges_words;

	CHECK_OK(ioctl(enough.fd, KCOV_INIT_TRACE, words));
	CHECK_OK(ioctl(less.fd, KCOV_INIT_TRACE, words - 1));
	CHECK(takes(&enough, edges));
	CHECK(!takes(&less, edges));
	CHECK_OK(close(enough.fd));
	CHECK_OK(close(less.fd));
}

/* Sections deliver PCs to any feedback, and nothing to areas of both kinds. */
static void check_remote(const struct session *session,
			 const struct kcov_setup *setup)
{
	struct request request = request_for(USB(0x7118));

	if (!host_has_remote())
		return;
	if (setup->cmp_words) {
		CHECK_ERR(remote_enable(session, &request), EINVAL);
	} else {
		CHECK(query_of(session).features & KCOV_FEATURE_REMOTE);
		CHECK_OK(remote_enable(session, &request));
		CHECK_EQ(query_of(session).state, KCOV_DEVICE_REMOTE);
		disable(session);
	}
	if (!host_has_comparisons())
		return;
	request.trace_mode = KCOV_TRACE_CMP;
	CHECK_ERR(remote_enable(session, &request), EINVAL);
}

static void check_modes(const struct session *session)
{
	struct request request = request_for(USB(0x7118));
	struct kcov_setup setups[] = {
		{ .feedback = KCOV_FEEDBACK_UNIQUE },
		{ .feedback = KCOV_FEEDBACK_EDGES },
		{ .cmp_words = page_words() },
	};
	size_t i;

	for (i = 0; i < (host_has_comparisons() ? 3 : 2); i++) {
		set_up(session, setups[i]);
		if (host_has_comparisons())
			CHECK_ERR(ioctl(session->fd, KCOV_ENABLE,
					KCOV_TRACE_CMP),
				  EINVAL);
		check_remote(session, &setups[i]);
		CHECK_ERR(ioctl(session->fd, KCOV_ENABLE, 2), EINVAL);
		enable(session);
		CHECK_EQ(query_of(session).state, KCOV_DEVICE_LOCAL);
		disable(session);
	}
	/* And is a plain device again. */
	set_up(session, (struct kcov_setup){ 0 });
	if (host_has_remote()) {
		CHECK_OK(remote_enable(session, &request));
		disable(session);
	}
}

TEST_ANYWHERE("a kcov can what it says, and no more")
{
	struct session session = { .words = edges_words(20) };
	struct kcov_query query;

	need_extended();
	session.fd = device_open();
	query = query_of(&session);
	CHECK_EQ(query.version, 1);
	CHECK_EQ(query.state, KCOV_DEVICE_NEW);
	CHECK_EQ(query.words, 0);
	CHECK_EQ(query.word_bytes, sizeof(long));
	CHECK_EQ(query.comparisons, host_has_comparisons());
	CHECK_EQ(!!(query.features & KCOV_FEATURE_CMP_WORDS),
		 host_has_comparisons());
	CHECK_ERR(ioctl(session.fd, KCOV_INIT_TRACE, query.words_max + 1),
		  EINVAL);
	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, session.words));
	CHECK_EQ(query_of(&session).words, session.words);
	session.area = session_map(session.fd, session.words);
	check_bits(&session, &query);
	check_least(&query);
	check_chosen(&session,
		     (struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					  .map_bits = 13,
					  .flags = KCOV_SETUP_FRESH });
	check_chosen(&session,
		     (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE,
					  .set_bits = 9 });
	check_chosen(&session, (struct kcov_setup){ 0 });
	check_modes(&session);
	session_close(&session);
}
