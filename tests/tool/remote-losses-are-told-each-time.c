// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What kcovctl trace --remote says of an area that is full, each time that it
 * looks: what came and what was lost since it looked last, and in the end the
 * sum. The session is the library's; what is asked of is the kernel's as well.
 * kills: a full area whose count stays, so that nobody asks what it goes on
 * losing; a loss that is told twice.
 */
#include <inttypes.h>
#include <kcov/kcov.h>
#include <linux/kcov.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/tap.h"
#include "tool/command/trace.h"

/* A page: the area of the session and that of each section. */
#define WORDS 512
#define ROOM (WORDS - 1)

void __sanitizer_cov_trace_pc(void);

static struct tracing tracing = {
	.session = { .words = WORDS, .mode = KCOV_TRACE_PC },
	.printer = { .json = true,
		     .words = WORDS,
		     .brief = true,
		     .mode = KCOV_TRACE_PC },
	.is_remote = true,
	.all_counted = true,
};

static void run_section(int records)
{
	kcov_remote_start(KCOV_SUBSYSTEM_COMMON | (uint64_t)getpid());
	while (records--)
		__sanitizer_cov_trace_pc();
	kcov_remote_stop();
}

/* Looks once; true if that prints this line, or for NULL nothing. */
static bool says(const char *line)
{
	struct text *out = &tracing.printer.out;
	bool as_expected;

	out->length = 0;
	trace_remote(&tracing);
	text_add(out, "");
	as_expected = line ? out->length && strstr(out->at, line) :
			     !out->length;
	if (!as_expected)
		printf("# %s", out->length ? out->at : "nothing is said\n");
	return as_expected;
}

static bool begins(void)
{
	struct text why = { 0 };

	host_choose(HOST_USER);
	return remote_parse(&tracing.remote, "common", &why) &&
	       remote_open(&tracing.remote, WORDS, KCOV_TRACE_PC);
}

int main(void)
{
	tap_ok(begins(), "a remote session in user space");
	tap_ok(says(NULL), "nothing is said before anything runs");
	run_section(100);
	tap_ok(says("\"count\":100,\"full\":false,\"lost\":0,"),
	       "what fits is told, and nothing is lost");
	run_section(ROOM);
	tap_ok(says("\"count\":411,\"full\":true,\"lost\":100,"),
	       "what fills the area is told, and what is lost of it");
	run_section(7);
	tap_ok(says("\"count\":0,\"full\":true,\"lost\":7,"),
	       "what a full area loses is told");
	run_section(ROOM + 9);
	tap_ok(says("\"count\":0,\"full\":true,\"lost\":520,"),
	       "and what the section's own area had no room for");
	tap_ok(says(NULL), "nothing is said twice");
	tracing.printer.json = tracing.printer.brief = false;
	run_section(1);
	tap_ok(says("<remote>\n  (the buffer of 512 words was full: "
		    "1 more record is lost)\n"),
	       "and in words");
	tap_ok(tracing.lost_calls == 4 && tracing.lost_records == 628 &&
		       tracing.all_counted,
	       "the sum is of all: %" PRIu64 " in %" PRIu64,
	       tracing.lost_records, tracing.lost_calls);
	remote_close(&tracing.remote);
	text_free(&tracing.printer.out);
	return tap_done();
}
