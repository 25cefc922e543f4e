// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-sections, E-lost, E-remote: what a section's private area, and what the
 * device's, has no room for is counted, by place; sections that outlive their
 * session, are nested too deep or get no area are counted, by reason; with
 * FRESH a section that began before a reset delivers nothing, without it
 * everything, of whichever kind that is. kills: two reasons in one number; a
 * loss that is counted for the next session.
 */
#include <pthread.h>

#include "extended.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x7e01)
#define LARGEST (1u << 24)

static struct session session;
static struct trace alone;
static struct gate started, stop;

static void listen_with(uint32_t section_words)
{
	struct request request = request_for(HANDLE);

	request.area_size = section_words;
	CHECK_OK(remote_enable(&session, &request));
	set_count(&session, 0);
}

static void check_rooms(void)
{
	const unsigned long words = session.words;
	struct kcov_stat before = stat_of(&session), after;

	listen_with(4);
	run_section_elsewhere(HANDLE, target_a);
	after = stat_of(&session);
	CHECK_EQ(after.records, 3);
	CHECK_EQ(after.lost_section - before.lost_section, alone.n - 3);
	CHECK_EQ(after.lost_delivery, before.lost_delivery);
	disable(&session);

	before = after;
	listen_with(words);
	set_count(&session, words - 1 - 2);
	run_section_elsewhere(HANDLE, target_a);
	after = stat_of(&session);
	CHECK_EQ(after.records, words - 1);
	CHECK_EQ(after.lost_delivery - before.lost_delivery, alone.n - 2);
	CHECK_EQ(after.lost_section, before.lost_section);
	CHECK(after.flags & KCOV_STAT_TRUNCATED);
	/* Nothing of it is the owner's own loss. */
	CHECK_EQ(after.lost_full, 0);
	CHECK_OK(ioctl(session.fd, KCOV_RESET_TRACE, 0));
	after = stat_of(&session);
	CHECK(!(after.flags & KCOV_STAT_TRUNCATED));
	CHECK_EQ(after.records, 0);
	disable(&session);
}

static void *work(void *argument)
{
	section_start(HANDLE);
	target_a();
	gate_open(&started);
	gate_wait(&stop);
	section_stop();
	return argument;
}

/* What the owner does while a section runs. */
static void run_meanwhile(void (*meanwhile)(void))
{
	pthread_t worker;

	CHECK_EQ(pthread_create(&worker, NULL, work, NULL), 0);
	gate_wait(&started);
	meanwhile();
	gate_open(&stop);
	CHECK_EQ(pthread_join(worker, NULL), 0);
}

static void reset(void)
{
	CHECK_OK(ioctl(session.fd, KCOV_RESET_TRACE, 0));
}

static void end(void)
{
	disable(&session);
}

static void check_stale(struct kcov_setup setup)
{
	struct kcov_stat before = stat_of(&session);
	unsigned long whole;

	set_up(&session, setup);
	listen_with(session.words);
	run_section_elsewhere(HANDLE, target_a);
	whole = count(&session);
	CHECK(whole > 0 && (setup.feedback || whole == alone.n));
	run_meanwhile(reset);
	CHECK_EQ(count(&session), whole);
	CHECK_EQ(stat_of(&session).stale, before.stale);
	run_meanwhile(end);
	CHECK_EQ(stat_of(&session).stale, before.stale + 1);

	setup.flags = KCOV_SETUP_FRESH;
	set_up(&session, setup);
	listen_with(session.words);
	run_meanwhile(reset);
	CHECK_EQ(count(&session), 0);
	CHECK_EQ(stat_of(&session).stale, before.stale + 2);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_EQ(count(&session), whole);
	disable(&session);
	set_up(&session, (struct kcov_setup){ 0 });
}

/* A PC that found no room is lost once. */
static void check_room_for_unique(void)
{
	const unsigned long words = session.words;
	struct kcov_stat before, after;
	unsigned long all;

	set_up(&session,
	       (struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE });
	listen_with(4);
	before = stat_of(&session);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_EQ(stat_of(&session).lost_section - before.lost_section,
		 alone.n - 3);
	disable(&session);

	listen_with(words);
	run_section_elsewhere(HANDLE, target_a);
	all = count(&session);
	disable(&session);

	/* The count says nothing yet of what is in the area. */
	set_count(&session, 0);
	listen_with(words);
	set_count(&session, words - 1 - 2);
	before = stat_of(&session);
	run_section_elsewhere(HANDLE, target_a);
	run_section_elsewhere(HANDLE, target_a);
	after = stat_of(&session);
	CHECK_EQ(after.records, words - 1);
	CHECK_EQ(after.high_water, words - 1);
	CHECK_EQ(after.lost_delivery - before.lost_delivery, all - 2);
	CHECK_EQ(after.lost_section, before.lost_section);
	CHECK(after.flags & KCOV_STAT_TRUNCATED);
	disable(&session);
	set_up(&session, (struct kcov_setup){ 0 });
}

static void nest(void *unused)
{
	int i;

	(void)unused;
	for (i = 0; i < 6; i++)
		section_start(HANDLE);
	for (i = 0; i < 6; i++)
		section_stop();
}

static void nest_quietly(void *unused)
{
	(void)unused;
	in_thread(nest, NULL);
}

/* The fifth and the sixth of one task, and of the largest areas the fifth. */
static void check_missed(void)
{
	struct kcov_stat before = stat_of(&session), after;
	int i;

	listen_with(64);
	nest_quietly(NULL);
	after = stat_of(&session);
	CHECK_EQ(after.too_deep - before.too_deep, 2);
	CHECK_EQ(after.no_area, before.no_area);
	disable(&session);

	before = after;
	listen_with(LARGEST);
	for (i = 0; i < 4; i++)
		section_start(HANDLE);
	run_section_elsewhere(HANDLE, target_a);
	for (i = 0; i < 4; i++)
		section_stop();
	after = stat_of(&session);
	CHECK_EQ(after.no_area - before.no_area, 1);
	CHECK_EQ(after.too_deep, before.too_deep);
	disable(&session);
}

TEST("what sections lose is counted by its reason")
{
	need_extended();
	need_sections();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	started = gate_make();
	stop = gate_make();
	check_rooms();
	check_stale((struct kcov_setup){ 0 });
	check_stale((struct kcov_setup){ .feedback = KCOV_FEEDBACK_UNIQUE });
	check_stale((struct kcov_setup){ .feedback = KCOV_FEEDBACK_EDGES,
					 .map_bits = 12 });
	check_room_for_unique();
	if (!host_is_kernel())
		check_missed();
	session_close(&session);
}
