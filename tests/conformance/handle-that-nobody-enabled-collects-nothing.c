// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S1, L-S3: sections for handle 0, unknown handles, the same instance of
 * another subsystem and malformed ones collect nothing for anybody and are
 * balanced.
 * kills: a lookup by instance only; 0 matching a session without common handle.
 */
#include "remote.h"
#include "target.h"

#define MALFORMED 3

TEST_ANYWHERE("a section for a handle that nobody enabled collects nothing")
{
	static const uint64_t handles[] = {
		0,
		COMMON(0x1202),
		USB(0x1201),
		USB(0),
		COMMON(0x11201),
		/* Malformed: legal code never does that, and a kernel warns. */
		COMMON(0x1201) | 1ull << 32,
		2ull << 56 | 0x1201,
		~0ull,
	};
	size_t n = sizeof(handles) / sizeof(handles[0]) -
		   (host_is_kernel() ? MALFORMED : 0);
	struct session none, session;
	struct trace alone;
	struct request request;
	size_t i;

	need_sections();
	session = session_open(LISTENER_WORDS);
	alone = trace_alone(&session, target_a);
	set_count(&session, 0);
	remote_listen(&session, COMMON(0x1201));
	for (i = 0; i < n; i++) {
		run_section_elsewhere(handles[i], target_a);
		CHECK_EQ(count(&session), 0);
	}
	run_section_elsewhere(COMMON(0x1201), target_a);
	CHECK_TRACE(&session, &alone);
	disable(&session);
	/* A session without any handle has not got handle 0 either. */
	none = session_open(LISTENER_WORDS);
	request = (struct request){ .area_size = page_words() };
	CHECK_OK(remote_enable(&none, &request));
	run_section_elsewhere(0, target_a);
	CHECK_EQ(count(&none), 0);
	listener_close(&none);
	session_close(&session);
}
