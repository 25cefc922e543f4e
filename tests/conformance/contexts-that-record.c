// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S2, L-S5, S-C1, S-C3, S-C9, S-C17: which contexts leave records for whom.
 * In each of them, on top of a task, code runs without a section and in one of
 * its own, while the task has a local session, a section, or nothing. What
 * belongs to somebody arrives whole and nowhere else; hard interrupts and NMIs
 * leave nothing and their starts and stops disturb nobody's.
 * kills: a context word without its hard interrupt, NMI or soft interrupt bits;
 * a start that is served in a hard interrupt; one saved state per CPU; a record
 * between two tasks.
 */
#include <string.h>

#include "remote.h"
#include "target.h"

#define TASKS COMMON(0x1f01)
#define INTERRUPTS USB(0x1f02)
#define NOBODY USB(0x1f03)

enum { DEPTH = 2 };

/* A context, inside another one if there are two; what is recorded there? */
static const struct row {
	const char *name;
	enum section_context contexts[DEPTH];
	int depth;
	bool is_task;	   /* the task's own code */
	bool has_sections; /* that may start there */
} rows[] = {
	{ "task", { IN_TASK }, 1, true, true },
	/* A start may sleep in a task, which must not where these are off. */
	{ "task without soft interrupts",
	  { IN_TASK_WITHOUT_SOFTIRQS },
	  1,
	  true,
	  false },
	{ "between two tasks", { IN_TASK_SWITCHING }, 1, false, false },
	{ "softirq", { IN_SOFTIRQ }, 1, false, true },
	{ "softirq later", { IN_SOFTIRQ_LATER }, 1, false, true },
	{ "hardirq", { IN_HARDIRQ }, 1, false, false },
	{ "hardirq in softirq", { IN_SOFTIRQ, IN_HARDIRQ }, 2, false, false },
	{ "nmi", { IN_NMI }, 1, false, false },
	{ "nmi in softirq", { IN_SOFTIRQ, IN_NMI }, 2, false, false },
	{ "nmi in hardirq", { IN_HARDIRQ, IN_NMI }, 2, false, false },
};

static struct session session, local;
static struct trace none, a, b, aa, bb, ba, aba;

/* Script under construction. */
static struct section_step script[SECTIONS_STEPS];
static int length;

static void begin(void)
{
	memset(script, 0, sizeof(script));
	length = 0;
}

static void add(enum section_action action, uint64_t value)
{
	CHECK(length < SECTIONS_STEPS - 1);
	script[length++] = (struct section_step){ action, value };
}

static void add_enter(const struct row *row)
{
	int i;

	for (i = 0; i < row->depth; i++)
		add(SECTION_ENTER, row->contexts[i]);
}

static void add_leave(const struct row *row)
{
	int i;

	for (i = 0; i < row->depth; i++)
		add(SECTION_LEAVE, 0);
}

static void add_section_with_b(uint64_t handle)
{
	add(SECTION_START, handle);
	add(SECTION_TARGET, TARGET_B);
	add(SECTION_STOP, 0);
}

/*
 * Plays it, with a local session if something is expected of that, and looks at
 * what came of it; false if this host cannot.
 */
static bool try(const struct row *row, const struct trace *delivered,
		const struct trace *locally)
{
	bool played;

	set_count(&session, 0);
	if (locally)
		enable(&local);
	set_count(&local, 0);
	played = play(script);
	if (locally)
		disable(&local);
	if (!played)
		return false;
	note("%s", row->name);
	CHECK_TRACE(&session, delivered);
	CHECK_TRACE(&local, locally ? locally : &none);
	return true;
}

/* a, in the context b, a: with a local session only. */
static bool check_plain(const struct row *row)
{
	begin();
	add(SECTION_TARGET, TARGET_A);
	add_enter(row);
	add(SECTION_TARGET, TARGET_B);
	add_leave(row);
	add(SECTION_TARGET, TARGET_A);
	return try(row, &none, row->is_task ? &aba : &aa);
}

/* The same while the task is in a section. */
static void check_plain_in_section(const struct row *row)
{
	begin();
	add(SECTION_START, TASKS);
	add(SECTION_TARGET, TARGET_A);
	add_enter(row);
	add(SECTION_TARGET, TARGET_B);
	add_leave(row);
	add(SECTION_TARGET, TARGET_A);
	add(SECTION_STOP, 0);
	CHECK(try(row, row->is_task ? &aba : &aa, NULL));
}

/* A section in the context, on top of a local session. */
static void check_section(const struct row *row)
{
	begin();
	add(SECTION_TARGET, TARGET_A);
	add_enter(row);
	/* What starts for nobody, or never started, ends nothing. */
	add_section_with_b(NOBODY);
	add(SECTION_STOP, 0);
	add_section_with_b(INTERRUPTS);
	add(SECTION_STOP, 0);
	add_leave(row);
	add(SECTION_TARGET, TARGET_A);
	CHECK(try(row, row->has_sections ? &b : &none,
		  row->is_task ? &aba : &aa));
}

/* A section in the context, on top of a section of the task. */
static void check_section_in_section(const struct row *row)
{
	struct trace delivered = row->has_sections ? trace_joined(&b, &aa) : aa;

	begin();
	add(SECTION_START, TASKS);
	add(SECTION_TARGET, TARGET_A);
	add_enter(row);
	add_section_with_b(INTERRUPTS);
	add_leave(row);
	add(SECTION_TARGET, TARGET_A);
	add(SECTION_STOP, 0);
	CHECK(try(row, &delivered, NULL));
}

/* On top of a section of the soft interrupt: its own go on. */
static void check_over_softirq_section(const struct row *row)
{
	begin();
	add(SECTION_TARGET, TARGET_A);
	add(SECTION_ENTER, IN_SOFTIRQ);
	add(SECTION_START, INTERRUPTS);
	add(SECTION_TARGET, TARGET_B);
	add(SECTION_ENTER, row->contexts[row->depth - 1]);
	add(SECTION_TARGET, TARGET_A);
	add_section_with_b(INTERRUPTS);
	add(SECTION_LEAVE, 0);
	add(SECTION_TARGET, TARGET_B);
	add(SECTION_STOP, 0);
	add(SECTION_LEAVE, 0);
	add(SECTION_TARGET, TARGET_A);
	CHECK(try(row, &bb, &aa));
}

/* Illegal, and the kernel would say so. */
static bool must_not_start(const struct row *row)
{
	return row->contexts[0] == IN_TASK_WITHOUT_SOFTIRQS ||
	       row->contexts[0] == IN_TASK_SWITCHING;
}

static void check_all(void *argument)
{
	int missing = 0;
	size_t i;

	(void)argument;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];

		if (!check_plain(row)) {
			note("not here: %s", row->name);
			missing++;
			continue;
		}
		check_plain_in_section(row);
		if (must_not_start(row))
			continue;
		/* Stock warns of nesting. */
		if (!row->is_task || !host_is(STOCK)) {
			check_section(row);
			check_section_in_section(row);
		}
		if (row->depth == 2 && row->contexts[0] == IN_SOFTIRQ)
			check_over_softirq_section(row);
	}
	/* A thread and its handlers; everything but NMIs; everything. */
	CHECK(missing == (host_is_kernel() ? 3 : 8) || missing == 0);
}

TEST_ANYWHERE(
	"every context records what belongs to it, and hard interrupts nothing")
{
	struct request request = request_for_both(TASKS, INTERRUPTS);

	need_sections();
	session = session_open(LISTENER_WORDS);
	local = session_open(LISTENER_WORDS);
	a = trace_alone(&session, target_a);
	b = trace_alone(&session, target_b);
	aa = trace_joined(&a, &a);
	bb = trace_joined(&b, &b);
	ba = trace_joined(&b, &a);
	aba = trace_joined(&a, &ba);
	CHECK_OK(remote_enable(&session, &request));
	in_thread(check_all, NULL);
	listener_close(&session);
	session_close(&local);
}
