// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X4, S-A16: of a section with more records than there is room for, the first
 * so many are delivered: the area is exactly full, with room for none, one,
 * some, all but one and all. Words behind the area's last record stay. A
 * private area of n words holds n - 1 records of a section.
 * kills: all or nothing; one too many; the last records instead of the first.
 */
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x1701)
#define CANARY 0xca9a7ca9a7000000ul

static struct session session;
static struct trace alone;

static void check_room(unsigned long room)
{
	unsigned long words = session.words;
	unsigned long have = words - 1 - room;
	unsigned long more = room < alone.n ? room : alone.n;
	unsigned long i;

	for (i = 1; i < words; i++)
		session.area[i] = CANARY + i;
	set_count(&session, have);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_EQ(count(&session), have + more);
	for (i = 1; i <= have; i++)
		CHECK_EQ(session.area[i], CANARY + i);
	for (i = 0; i < more; i++)
		CHECK_EQ(session.area[1 + have + i], alone.pc[i]);
	for (i = 1 + have + more; i < words; i++)
		CHECK_EQ(session.area[i], CANARY + i);
}

static void check_private_area(uint32_t words)
{
	struct request request = request_for(HANDLE);
	unsigned long want = words - 1 < alone.n ? words - 1 : alone.n;
	unsigned long i;

	request.area_size = words;
	CHECK_OK(remote_enable(&session, &request));
	set_count(&session, 0);
	run_section_elsewhere(HANDLE, target_a);
	CHECK_EQ(count(&session), want);
	for (i = 0; i < want; i++)
		CHECK_EQ(session.area[1 + i], alone.pc[i]);
	disable(&session);
}

TEST_ANYWHERE("a section fills exactly the room that is left")
{
	unsigned long room;
	uint32_t words;

	need_sections();
	session = session_open(page_words());
	alone = trace_alone(&session, target_a);
	remote_listen(&session, HANDLE);
	for (room = 0; room <= alone.n + 2; room++)
		check_room(room);
	disable(&session);
	for (words = 2; words < alone.n + 4; words++)
		check_private_area(words);
	session_close(&session);
}
