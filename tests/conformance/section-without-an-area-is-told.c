// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S4, L-E1, S-M8: four sections of a session with the largest private areas
 * collect at once. A fifth gets no area: it collects nothing, one line on
 * stderr says so with its handle, and the session goes on. What a session has
 * is nothing to the next one. Linux has no such bound.
 * kills: a bound that sessions share, a section that is lost silently.
 */
#include <string.h>

#include "remote.h"
#include "target.h"

#define LARGEST (1u << 24)
#define AT_ONCE 4
#define HANDLE COMMON(0x6101)
#define ANOTHER COMMON(0x6102)

static struct session session, another;
static struct trace alone;

static void listen_with_largest(const struct session *to, uint64_t handle)
{
	struct request request = request_for(handle);

	request.area_size = LARGEST;
	CHECK_OK(remote_enable(to, &request));
}

/* In a thread of its own, while this one has all areas of the first session. */
static void collect_elsewhere(void *unused)
{
	(void)unused;
	run_section(HANDLE, target_a);
	run_section(HANDLE, target_a);
}

static void collect_for_another(void *unused)
{
	(void)unused;
	run_section(ANOTHER, target_a);
	CHECK_TRACE(&another, &alone);
}

static void own_another(void *unused)
{
	(void)unused;
	listen_with_largest(&another, ANOTHER);
	in_thread(collect_for_another, NULL);
	disable(&another);
}

static void take_all(void *elsewhere)
{
	int i;

	session = session_open(LISTENER_WORDS);
	another = session_open(LISTENER_WORDS);
	listen_with_largest(&session, HANDLE);
	for (i = 0; i < AT_ONCE; i++)
		section_start(HANDLE);
	in_thread((void (*)(void *))elsewhere, NULL);
	CHECK_EQ(count(&session), 0);
	target_a();
	for (i = 0; i < AT_ONCE; i++)
		section_stop();
	CHECK_TRACE(&session, &alone);
	CHECK_LEAVES(&session, run_section(HANDLE, target_a), &alone);
	disable(&session);
}

TEST("a section for which its session has no area is told of")
{
	const char *line;

	need_domains();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	session_close(&session);
	line = complaint_of(take_all, (void *)collect_elsewhere);
	note("%.*s", (int)strcspn(line, "\n"), line);
	CHECK(strstr(line, "0x6101") && strstr(line, "area_size"));
	CHECK(!*complaint_of(take_all, (void *)own_another));
}
