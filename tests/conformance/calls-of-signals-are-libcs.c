// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * U-handlers, compat.md, "handlers": sigaction() and signal() say and do what libc's do,
 * while the library runs the handlers inside of its own: each handler is called
 * with what it asks for, what was there before is told as it was given, and a
 * call that fails changes nothing.
 * kills: (user space) a flag of the library's own that is shown, a handler that
 * a refused call installs, a call that is cut because of a handler.
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "harness.h"
#include "target.h"

static volatile sig_atomic_t first, second, value;

static void plain(int number)
{
	first += number;
}

static void other(int number)
{
	second += number;
}

static void with_info(int number, siginfo_t *info, void *context)
{
	(void)context;
	second += number;
	value = info->si_value.sival_int;
}

static struct sigaction now(int number)
{
	struct sigaction action;

	memset(&action, 0xff, sizeof(action));
	CHECK_OK(sigaction(number, NULL, &action));
	return action;
}

static bool blocks(int number, int other)
{
	struct sigaction action = now(number);

	return sigismember(&action.sa_mask, other) == 1;
}

static void check_is(int number, void *handler, int flags)
{
	struct sigaction action = now(number);

	CHECK(action.sa_handler == (void (*)(int))handler);
	CHECK_EQ(action.sa_flags & ~0x04000000, flags);
}

static void check_asked(void)
{
	struct sigaction action = { .sa_handler = plain };
	struct sigaction old;

	check_is(SIGUSR1, SIG_DFL, 0);
	sigaddset(&action.sa_mask, SIGUSR2);
	CHECK_OK(sigaction(SIGUSR1, &action, NULL));
	check_is(SIGUSR1, plain, 0);
	CHECK(blocks(SIGUSR1, SIGUSR2));
	CHECK(!blocks(SIGUSR1, SIGHUP));
	action = (struct sigaction){ .sa_sigaction = with_info,
				     .sa_flags = SA_SIGINFO | SA_NODEFER };
	CHECK_OK(sigaction(SIGUSR1, &action, &old));
	CHECK(old.sa_handler == plain && !(old.sa_flags & SA_SIGINFO));
	check_is(SIGUSR1, with_info, SA_SIGINFO | SA_NODEFER);
	/* As two names of one handler. */
	action = (struct sigaction){ .sa_handler = SIG_IGN };
	CHECK_OK(sigaction(SIGUSR1, &action, &old));
	CHECK(old.sa_sigaction == with_info && old.sa_flags & SA_SIGINFO);
	check_is(SIGUSR1, SIG_IGN, 0);
	CHECK(signal(SIGUSR1, SIG_DFL) == SIG_IGN);
	check_is(SIGUSR1, SIG_DFL, SA_RESTART);
}

/* What is there stays, and is what is called. */
static void check_refused(void)
{
	struct sigaction action = { .sa_handler = other };

	CHECK_ERR(sigaction(0, &action, NULL), EINVAL);
	CHECK_ERR(sigaction(65, &action, NULL), EINVAL);
	CHECK_ERR(sigaction(-1, NULL, &action), EINVAL);
	CHECK_ERR(sigaction(SIGKILL, &action, NULL), EINVAL);
	CHECK(signal(SIGSTOP, other) == SIG_ERR && errno == EINVAL);
	check_is(SIGKILL, SIG_DFL, 0);
}

static void check_called(void)
{
	union sigval seven = { .sival_int = 7 };
	struct sigaction action = { .sa_sigaction = with_info,
				    .sa_flags = SA_SIGINFO };

	first = second = 0;
	CHECK(signal(SIGUSR1, plain) == SIG_DFL);
	CHECK_OK(sigaction(SIGUSR2, &action, NULL));
	CHECK_OK(raise(SIGUSR1));
	CHECK_EQ(first, SIGUSR1);
	CHECK_EQ(second, 0);
	CHECK_OK(sigqueue(getpid(), SIGUSR2, seven));
	CHECK_EQ(first, SIGUSR1);
	CHECK_EQ(second, SIGUSR2);
	CHECK_EQ(value, 7);
	/* A handler of one replaces that of the other nowhere else. */
	CHECK((void *)signal(SIGUSR2, other) == (void *)with_info);
	CHECK_OK(raise(SIGUSR2));
	CHECK_EQ(second, 2 * SIGUSR2);
	CHECK(signal(SIGUSR2, SIG_DFL) == other);
}

static struct gate cut;

static void *signal_twice(void *thread)
{
	int i;

	for (i = 0; i < 2; i++) {
		usleep(20000);
		pthread_kill(*(pthread_t *)thread, SIGUSR1);
	}
	usleep(20000);
	gate_open(&cut);
	return NULL;
}

/* signal() goes on with what it interrupts, sigaction() only if asked. */
static void check_restarts(void)
{
	struct sigaction action = { .sa_handler = plain };
	pthread_t self = pthread_self(), thread;
	char byte;

	cut = gate_make();
	CHECK(signal(SIGUSR1, plain) != SIG_ERR);
	check_is(SIGUSR1, plain, SA_RESTART);
	CHECK_EQ(pthread_create(&thread, NULL, signal_twice, &self), 0);
	CHECK_EQ(CHECK_OK(read(cut.reader, &byte, 1)), 1);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_OK(sigaction(SIGUSR1, &action, NULL));
	CHECK_EQ(pthread_create(&thread, NULL, signal_twice, &self), 0);
	CHECK_ERR(read(cut.reader, &byte, 1), EINTR);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_OK(read(cut.reader, &byte, 1));
}

static struct session session;

static void disable_it(int number)
{
	(void)number;
	disable(&session);
}

/* What a handler has disabled stays so behind it. */
static void check_disabled(void)
{
	if (host_is_kernel())
		return;
	session = session_open(WORDS);
	CHECK(signal(SIGUSR1, disable_it) != SIG_ERR);
	enable_empty(&session);
	CHECK_OK(raise(SIGUSR1));
	set_count(&session, 0);
	target_a();
	CHECK_EQ(count(&session), 0);
	session_close(&session);
}

TEST("handlers are installed, told and called as libc does it")
{
	check_asked();
	check_refused();
	check_called();
	check_restarts();
	check_disabled();
}
