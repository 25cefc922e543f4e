// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The lock that names its holder: held by a thread that lives it is waited for;
 * by one that is gone, or whose number somebody else has by now, it is taken
 * over.
 * kills: a holder that is known by its number alone, or that counts as gone
 * because it began in this very moment.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#include "port/posix/os/os.h"

#define WAITERS 0x80000000u

static posix_lock_word *shared;

/* Takes the lock and lets it go when told to, if ever. */
static pid_t holder(const int told[2])
{
	pid_t pid = fork();
	char byte;

	if (pid)
		return pid;
	posix_lock_take(shared);
	if (write(told[1], "", 1) != 1 || read(told[0], &byte, 1) != 1)
		_exit(1);
	posix_lock_let_go(shared);
	_exit(0);
}

static pid_t sleeper(void)
{
	pid_t pid = fork();

	while (!pid)
		pause();
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static uint64_t held_since(pid_t pid, uint64_t since)
{
	return since << 32 | (uint32_t)pid;
}

static void take_over(void)
{
	posix_lock_word word;
	pid_t pid = sleeper();

	word = held_since(pid, 1);
	tap_ok(posix_lock_take(&word) &&
		       (pid_t)((uint32_t)word & ~WAITERS) == getpid(),
	       "a lock that was taken before its holder began is taken over");
	posix_lock_let_go(&word);
	tap_ok(!word, "a lock that is let go is free");
	end(pid);
	word = held_since(pid, UINT32_MAX);
	tap_ok(posix_lock_take(&word) && word & WAITERS,
	       "a holder that is gone is not waited for");
}

/* Whoever waits says so, and then the holder, not the clock, ends it. */
static void wait_for_the_living(void)
{
	int down[2], up[2];
	int ends[2];
	pid_t pid, waiter;
	char byte;
	int status;

	if (pipe(down) || pipe(up))
		return;
	ends[0] = down[0];
	ends[1] = up[1];
	pid = holder(ends);
	if (read(up[0], &byte, 1) != 1)
		return;
	waiter = fork();
	if (!waiter)
		_exit(posix_lock_take(shared) || !(*shared & WAITERS));
	while (!(__atomic_load_n(shared, __ATOMIC_RELAXED) & WAITERS))
		usleep(1000);
	/* Twice as long as one look at the holder takes. */
	usleep(20000);
	tap_ok((pid_t)((uint32_t)*shared & ~WAITERS) == pid &&
		       !waitpid(waiter, &status, WNOHANG),
	       "a holder that lives is waited for");
	if (write(down[1], "", 1) != 1)
		return;
	waitpid(waiter, &status, 0);
	tap_ok(WIFEXITED(status) && !WEXITSTATUS(status),
	       "what it lets go is taken as it is, by one of those who wait");
	waitpid(pid, &status, 0);
	tap_ok(posix_lock_take(shared) && *shared & WAITERS,
	       "and taken over when that one has died");
}

int main(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	setvbuf(stdout, NULL, _IONBF, 0);
	take_over();
	wait_for_the_living();
	return tap_done();
}
