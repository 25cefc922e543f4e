// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-X5, S-E9: compat.md section-memory: ten thousand sections and ten thousand
 * sessions of different private sizes leave mappings and descriptors as they
 * were. KCOV_TEST_CYCLES says how many.
 * kills: a private area per section or per size that is kept.
 */
#include "leftovers.h"
#include "remote.h"
#include "target.h"

#define HANDLE COMMON(0x2501)
#define DEFAULT_CYCLES 10000

static void cycle_sections(void *argument)
{
	int i;

	for (i = 0; i < *(int *)argument; i++)
		run_section(HANDLE, target_a);
}

static void cycle_sessions(struct session *session, int times)
{
	struct request request = request_for(HANDLE);
	int i;

	for (i = 0; i < times; i++) {
		request.area_size = 2 + i;
		CHECK_OK(remote_enable(session, &request));
		run_section(HANDLE, target_a);
		disable(session);
	}
}

TEST_ANYWHERE("ten thousand sections and sessions leave nothing behind")
{
	struct leftovers before;
	struct session session;
	int times = 100;

	need_sections();
	session = session_open(LISTENER_WORDS);
	remote_listen(&session, HANDLE);
	in_thread(cycle_sections, &times);
	disable(&session);
	cycle_sessions(&session, times);
	before = leftovers_now();
	times = (int)number_from("KCOV_TEST_CYCLES", DEFAULT_CYCLES);
	remote_listen(&session, HANDLE);
	in_thread(cycle_sections, &times);
	disable(&session);
	cycle_sessions(&session, times);
	check_no_leftovers(&before);
	session_close(&session);
}
