// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-S5, L-X2: a signal handler that leaves by siglongjmp or longjmp leaves
 * nothing undone: the thread goes on collecting where the jump lands. From
 * handlers on handlers, one or all at once; from another stack; out of a
 * section that the handler opened; and a jump that stays inside a handler
 * changes nothing.
 * kills: (user space) what a handler put aside and only its return puts back.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>

#include "remote.h"
#include "target.h"

#define HANDLERS USB(0x4101)

static struct session session;
static sigjmp_buf out, in_first;
static jmp_buf plain;
static bool leave_both;

static void leave(int signal)
{
	(void)signal;
	target_b();
	siglongjmp(out, 1);
}

static void leave_plainly(int signal)
{
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, signal);
	sigprocmask(SIG_UNBLOCK, &mask, NULL);
	target_b();
	longjmp(plain, 0);
}

static void stay_inside(int signal)
{
	static sigjmp_buf here;

	(void)signal;
	if (!sigsetjmp(here, 1)) {
		target_b();
		siglongjmp(here, 1);
	}
	target_b();
}

static void second(int signal)
{
	(void)signal;
	target_b();
	if (leave_both)
		siglongjmp(out, 1);
	siglongjmp(in_first, 1);
}

static void first(int signal)
{
	(void)signal;
	if (!sigsetjmp(in_first, 1))
		raise(SIGUSR2);
	target_b();
}

static void leave_section(int signal)
{
	(void)signal;
	section_start(HANDLERS);
	target_b();
	siglongjmp(out, 1);
}

static void install(int number, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigemptyset(&action.sa_mask);
	CHECK_OK(sigaction(number, &action, NULL));
}

static void jump_out(void)
{
	if (!sigsetjmp(out, 1)) {
		raise(SIGUSR1);
		FAIL("the handler returned");
	}
}

static void jump_out_plainly(void)
{
	int value = setjmp(plain);

	if (!value) {
		raise(SIGUSR1);
		FAIL("the handler returned");
	}
	CHECK_EQ(value, 1);
}

static void signal_only(void)
{
	raise(SIGUSR1);
}

/* The trace of a call after the signal is that of the call alone. */
static void check_goes_on(void (*strike)(void), const struct trace *marks)
{
	/* A library could leave something behind each time. */
	int round, rounds = host_is(USER) ? 200 : 20;
	struct trace trace;

	for (round = 0; round < rounds; round++) {
		strike();
		set_count(&session, 0);
		target_a();
		trace = trace_take(&session);
		CHECK_EQ(trace_marks(&trace, marks), marks->n);
		trace_free(&trace);
	}
	/* And nothing of a handler's is in it. */
	set_count(&session, 0);
	strike();
	if (host_is(USER))
		CHECK_EQ(count(&session), 0);
}

static void on_another_stack(void)
{
	stack_t stack = { .ss_size = 1 << 16 };

	stack.ss_sp = malloc(stack.ss_size);
	CHECK(stack.ss_sp);
	CHECK_OK(sigaltstack(&stack, NULL));
}

static void check_sections(void)
{
	struct session listener = session_open(LISTENER_WORDS);
	struct request request = request_for(HANDLERS);

	disable(&session);
	CHECK_OK(remote_enable(&listener, &request));
	set_count(&listener, 0);
	install(SIGUSR1, leave_section, 0);
	jump_out();
	CHECK(count(&listener) > 0);
	disable(&listener);
	session_close(&listener);
	enable(&session);
}

static void check_everywhere(const struct trace *marks, int flags)
{
	install(SIGUSR1, leave, flags);
	check_goes_on(jump_out, marks);
	install(SIGUSR1, leave_plainly, flags);
	check_goes_on(jump_out_plainly, marks);
	install(SIGUSR1, stay_inside, flags);
	check_goes_on(signal_only, marks);
	install(SIGUSR1, first, flags);
	install(SIGUSR2, second, 0);
	leave_both = false;
	check_goes_on(signal_only, marks);
	leave_both = true;
	check_goes_on(jump_out, marks);
}

/* A kernel looks up a descriptor in another way where threads share the table. */
static void in_a_thread(void *unused)
{
	struct trace marks = marks_of(&session, target_a, bustle);

	(void)unused;
	enable(&session);
	on_another_stack();
	check_everywhere(&marks, SA_ONSTACK);
	disable(&session);
}

TEST("a handler may leave by longjmp")
{
	struct trace marks;

	session = session_open(WORDS);
	marks = marks_of(&session, target_a, bustle);
	enable(&session);
	check_everywhere(&marks, 0);
	on_another_stack();
	check_everywhere(&marks, SA_ONSTACK);
	if (host_is(USER)) {
		check_sections();
		install(SIGUSR1, leave, 0);
		check_goes_on(jump_out, &marks);
	}
	disable(&session);
	in_thread(in_a_thread, NULL);
	session_close(&session);
}
