// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X4, S-A16, L-C2: a section of a session in TRACE_CMP delivers whole
 * comparison records and no PCs; of more than there is room for, the first so
 * many.
 * kills: room counted in words; a mode of the section's own.
 */
#include "comparisons.h"
#include "remote.h"

#define HANDLE COMMON(0x1801)
#define CANARY 0xca9a7ca9a7000000ul

static struct session session;
static struct comparison alone[COMPARE_A_RECORDS];

static void learn(void)
{
	unsigned long i;

	enable_comparisons(&session);
	*comparison_count(&session) = 0;
	compare_a();
	CHECK_EQ(*comparison_count(&session), COMPARE_A_RECORDS);
	for (i = 0; i < COMPARE_A_RECORDS; i++)
		alone[i] = *comparison(&session, i);
	disable(&session);
}

static void check_room(unsigned long room)
{
	unsigned long have = comparison_capacity(session.words) - room;
	unsigned long more = room < COMPARE_A_RECORDS ? room :
							COMPARE_A_RECORDS;
	unsigned long i;

	for (i = 1; i < session.words; i++)
		session.area[i] = CANARY + i;
	*comparison_count(&session) = have;
	run_section_elsewhere(HANDLE, compare_a);
	CHECK_EQ(*comparison_count(&session), have + more);
	for (i = 0; i < more; i++) {
		const struct comparison *got = comparison(&session, have + i);

		CHECK_EQ(got->type, alone[i].type);
		CHECK_EQ(got->arg1, alone[i].arg1);
		CHECK_EQ(got->arg2, alone[i].arg2);
		CHECK_EQ(got->pc, alone[i].pc);
	}
	for (i = 1; i <= have * RECORD_WORDS; i++)
		CHECK_EQ(session.area[i], CANARY + i);
	for (i = 1 + (have + more) * RECORD_WORDS; i < session.words; i++)
		CHECK_EQ(session.area[i], CANARY + i);
}

TEST_ANYWHERE("a comparison section fills exactly the room that is left")
{
	struct request request = request_for(HANDLE);
	unsigned long room;
	uint32_t words;

	need_sections();
	if (!host_has_comparisons())
		SKIP("this host is built without comparisons");
	session = session_open(page_words());
	learn();
	request.trace_mode = KCOV_TRACE_CMP;
	CHECK_OK(remote_enable(&session, &request));
	for (room = 0; room <= COMPARE_A_RECORDS + 2; room++)
		check_room(room);
	disable(&session);
	/* Private areas of so many words, even for less than one record. */
	for (words = 2; words < 40; words++) {
		unsigned long fit = comparison_capacity(words);

		request.area_size = words;
		CHECK_OK(remote_enable(&session, &request));
		*comparison_count(&session) = 0;
		run_section_elsewhere(HANDLE, compare_a);
		CHECK_EQ(*comparison_count(&session),
			 fit < COMPARE_A_RECORDS ? fit : COMPARE_A_RECORDS);
		disable(&session);
	}
	session_close(&session);
}
