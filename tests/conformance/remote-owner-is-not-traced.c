// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R7: what the owner of a remote session does itself is not recorded, in
 * either mode, before or after it enabled, in any process that maps the area.
 * kills: a remote session that arms its owner.
 */
#include "comparisons.h"
#include "remote.h"
#include "target.h"

static void check_silent(const struct session *session, uint32_t mode)
{
	struct request request = request_for(COMMON(0x6300));
	unsigned long i;

	request.trace_mode = mode;
	CHECK_OK(remote_enable(session, &request));
	for (i = 0; i < session->words; i++)
		session->area[i] = 0;
	target_a();
	compare_a();
	bustle();
	for (i = 0; i < session->words; i++)
		CHECK_EQ(session->area[i], 0);
	disable(session);
}

TEST_ANYWHERE("the owner of a remote session is not traced itself")
{
	struct session session;

	need_remote();
	session = session_open(WORDS);
	check_silent(&session, KCOV_TRACE_PC);
	if (host_has_comparisons())
		check_silent(&session, KCOV_TRACE_CMP);
	/* Nor is it spoilt for a local session. */
	CHECK_COLLECTS(&session, target_a);
	check_silent(&session, KCOV_TRACE_PC);
	session_close(&session);
}
