// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * E-seal: after KCOV_SETUP_SEAL no shared mapping is writable, nor becomes so,
 * by any way that a holder has; EBUSY while there is one that could be, and the
 * seal stays. Threads that store everywhere they can while a program runs leave
 * its trace as it is without them. A reset by call works as ever.
 * kills: a mapping that mprotect() opens; a count of mappings that forgets one.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "extended.h"
#include "target.h"

static const struct kcov_setup seal = { .flags = KCOV_SETUP_SEAL };
static size_t bytes;

static void *map(int fd, int prot, int flags)
{
	return mmap(NULL, bytes, prot, flags, fd, 0);
}

static void refuse_seal(int fd, int error)
{
	struct kcov_setup setup = seal;

	setup.size = sizeof(setup);
	CHECK_ERR(ioctl(fd, KCOV_SETUP, &setup), error);
}

/* What is in the way of a seal, and what is not. */
static void check_busy(const struct session *session)
{
	char *half;
	pid_t pid;

	refuse_seal(session->fd, EBUSY);
	/* In two pieces, of which one goes, and in a child. */
	half = (char *)session->area;
	CHECK_OK(mprotect(half, bytes / 2, PROT_READ));
	refuse_seal(session->fd, EBUSY);
	pid = fork();
	if (!pid)
		pause();
	CHECK_OK(munmap(half, bytes / 2));
	CHECK_OK(munmap(half + bytes / 2, bytes / 2));
	refuse_seal(session->fd, EBUSY);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_KILLED(pid, SIGKILL);
	/* A private one writes into copies. */
	half = CHECK_OK(map(session->fd, PROT_READ | PROT_WRITE, MAP_PRIVATE));
	set_up(session, seal);
	CHECK_OK(munmap(half, bytes));
}

static void check_sealed(struct session *session)
{
	struct kcov_setup setup = { .size = sizeof(setup) };

	CHECK_ERR(ioctl(session->fd, KCOV_SETUP, &setup), EINVAL);
	CHECK_ERR(map(session->fd, PROT_READ | PROT_WRITE, MAP_SHARED), EPERM);
	CHECK_ERR(map(session->fd, PROT_WRITE, MAP_SHARED), EPERM);
	session->area = CHECK_OK(map(session->fd, PROT_READ, MAP_SHARED));
	CHECK_ERR(mprotect(session->area, bytes, PROT_READ | PROT_WRITE),
		  EPERM);
	CHECK_ERR(mprotect(session->area, bytes / 2, PROT_WRITE), EPERM);
	set_up(session, seal);
}

static const struct session *sealed;
static volatile bool over;
static _Thread_local sigjmp_buf back;

static void bounce(int number)
{
	(void)number;
	siglongjmp(back, 1);
}

/* Each store faults, and nothing else comes of it. */
static void *store_everywhere(void *unused)
{
	volatile unsigned long i = 0;

	while (!over) {
		if (!sigsetjmp(back, 1))
			*(volatile unsigned long *)&sealed->area[i] = ~i;
		i = (i + 1) % sealed->words;
		(void)map(sealed->fd, PROT_READ | PROT_WRITE, MAP_SHARED);
		(void)mprotect(sealed->area, bytes, PROT_READ | PROT_WRITE);
	}
	return unused;
}

static struct trace sealed_trace(const struct session *session,
				 unsigned int seed)
{
	struct trace trace;

	enable(session);
	CHECK_OK(ioctl(session->fd, KCOV_RESET_TRACE, 0));
	program_run(seed);
	trace = trace_take(session);
	disable(session);
	return trace;
}

enum { TRIES = 100 };

/*
 * Two in a row are the same: the first has the faults of pages that nobody
 * touched before, and any may have what an interrupt brought.
 */
static struct trace sealed_trace_alone(const struct session *session,
				       unsigned int seed)
{
	struct trace before = sealed_trace(session, seed);
	struct trace trace = { 0 };
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		trace = sealed_trace(session, seed);
		if (trace_equal(&before, &trace))
			break;
		trace_free(&before);
		before = trace;
	}
	CHECK(tries < TRIES);
	trace_free(&before);
	return trace;
}

static void *wait_for_end(void *pipe_end)
{
	char byte;

	while (read(*(int *)pipe_end, &byte, 1) < 0)
		;
	return pipe_end;
}

/*
 * The end of the reset itself is in each of them. A kernel takes other ways in a
 * process of several threads, so there is a second one also in what is wanted.
 */
static void check_undisturbed(const struct session *session)
{
	struct sigaction action = { .sa_handler = bounce };
	pthread_t adversary, idle;
	unsigned int seed;
	int ends[2];

	sealed = session;
	CHECK_OK(pipe(ends));
	CHECK_EQ(pthread_create(&idle, NULL, wait_for_end, &ends[0]), 0);
	CHECK_OK(sigaction(SIGSEGV, &action, NULL));
	for (seed = 0; seed < 10; seed++) {
		struct trace want = sealed_trace_alone(session, seed);
		struct trace got = { 0 };
		int tries;

		over = false;
		CHECK_EQ(pthread_create(&adversary, NULL, store_everywhere,
					NULL),
			 0);
		for (tries = 0; tries < TRIES; tries++) {
			got = sealed_trace(session, seed);
			if (trace_equal(&want, &got))
				break;
			trace_free(&got);
		}
		over = true;
		CHECK_EQ(pthread_join(adversary, NULL), 0);
		CHECK(tries < TRIES);
		trace_free(&want);
		trace_free(&got);
	}
	CHECK_OK(close(ends[1]));
	CHECK_EQ(pthread_join(idle, NULL), 0);
	CHECK_OK(close(ends[0]));
}

TEST("what a sealed device shows was executed")
{
	struct session session;

	need_feature(KCOV_FEATURE_SEAL);
	session = session_open(WORDS);
	bytes = session.words * sizeof(long);
	check_busy(&session);
	check_sealed(&session);
	check_undisturbed(&session);
	CHECK_OK(munmap(session.area, bytes));
	CHECK_OK(close(session.fd));
}
