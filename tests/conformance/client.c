// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that uses the device: sessions and traces. It needs
 * no more of a host than anywhere-programs do (harness.h).
 */
#include <stdlib.h>
#include <string.h>

#include "harness.h"

/* Runs of each side that marks_of() takes the common and the union of. */
#define MARK_RUNS 5

int device_open(void)
{
	return CHECK_OK(open(KCOV_PATH, O_RDWR));
}

unsigned long *session_map(int fd, unsigned long words)
{
	return CHECK_OK(mmap(NULL, words * sizeof(unsigned long),
			     PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
}

struct session session_open(unsigned long words)
{
	struct session session = { .fd = device_open(), .words = words };

	CHECK_OK(ioctl(session.fd, KCOV_INIT_TRACE, words));
	session.area = session_map(session.fd, words);
	return session;
}

void session_close(struct session *session)
{
	CHECK_OK(munmap(session->area, session->words * sizeof(unsigned long)));
	CHECK_OK(close(session->fd));
	session->area = NULL;
	session->fd = -1;
}

void enable(const struct session *session)
{
	CHECK_OK(ioctl(session->fd, KCOV_ENABLE, KCOV_TRACE_PC));
}

void disable(const struct session *session)
{
	CHECK_OK(ioctl(session->fd, KCOV_DISABLE, 0));
}

void enable_empty(const struct session *session)
{
	enable(session);
	set_count(session, 0);
}

unsigned long page_words(void)
{
	return sysconf(_SC_PAGESIZE) / sizeof(unsigned long);
}

struct trace trace_take(const struct session *session)
{
	/* Read before malloc(): in a kernel that leaves records too. */
	struct trace trace = { .n = count(session) };

	if (trace.n >= session->words)
		FAIL("a count of 0x%lx in an area of %lu words", trace.n,
		     session->words);
	trace.pc = malloc((trace.n + 1) * sizeof(unsigned long));
	CHECK(trace.pc);
	memcpy(trace.pc, session->area + 1, trace.n * sizeof(unsigned long));
	return trace;
}

struct trace trace_of(const struct session *session, void (*call)(void))
{
	set_count(session, 0);
	call();
	return trace_take(session);
}

struct trace trace_alone(const struct session *session, void (*call)(void))
{
	struct trace trace;

	enable(session);
	trace = trace_of(session, call);
	disable(session);
	return trace;
}

void trace_free(struct trace *trace)
{
	free(trace->pc);
	trace->pc = NULL;
	trace->n = 0;
}

void check_some(const char *file, int line, struct trace trace)
{
	if (!trace.n)
		fail_at(file, line, "the call leaves no record");
	trace_free(&trace);
}

bool trace_equal(const struct trace *a, const struct trace *b)
{
	return a->n == b->n &&
	       !memcmp(a->pc, b->pc, a->n * sizeof(unsigned long));
}

bool trace_has(const struct trace *trace, unsigned long pc)
{
	unsigned long i;

	for (i = 0; i < trace->n; i++)
		if (trace->pc[i] == pc)
			return true;
	return false;
}

unsigned long trace_marks(const struct trace *trace, const struct trace *marks)
{
	unsigned long seen = 0;
	unsigned long i;

	for (i = 0; i < marks->n; i++)
		seen += trace_has(trace, marks->pc[i]);
	return seen;
}

/* Keeps the marks that occur in the trace, or those that do not. */
static void filter(struct trace *marks, const struct trace *trace, bool keep)
{
	unsigned long kept = 0;
	unsigned long i;

	for (i = 0; i < marks->n; i++)
		if (trace_has(trace, marks->pc[i]) == keep)
			marks->pc[kept++] = marks->pc[i];
	marks->n = kept;
}

struct trace marks_of(const struct session *session, void (*call)(void),
		      void (*other)(void))
{
	struct trace marks = trace_alone(session, call);
	struct trace again;
	int i;

	for (i = 0; i < MARK_RUNS; i++) {
		again = trace_alone(session, call);
		filter(&marks, &again, true);
		trace_free(&again);
		again = trace_alone(session, other);
		filter(&marks, &again, false);
		trace_free(&again);
	}
	if (!marks.n)
		FAIL("no PC tells the call from the rest");
	return marks;
}
