// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that makes a program a test: main with its hang
 * guard. The test is a child that is watched.
 */
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "hang.h"
#include "harness.h"
#include "result.h"

/* Of a processor; generous: UML. Only a hang takes this long. */
#define HANG_SECONDS 60

static void on_alarm(int signal)
{
	(void)signal;
}

static volatile sig_atomic_t group;

/* The body has a group of its own, so who ends us does not reach it. */
static void on_end(int signal)
{
	kill(-(pid_t)group, SIGKILL);
	raise(signal); /* once the handler is over, and SA_RESETHAND */
}

static void end_with_body(pid_t body)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	struct sigaction action = { .sa_handler = on_end,
				    .sa_flags = (int)SA_RESETHAND };
	size_t i;

	group = body;
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		sigaction(ends[i], &action, NULL);
}

/*
 * Waits for the body, which is killed with its group when it hangs. An alarm
 * that comes before waitpid() is followed by the next.
 */
static int wait_for_body(pid_t body)
{
	static const struct itimerval glances = { { GLANCE_SECONDS, 0 },
						  { GLANCE_SECONDS, 0 } };
	struct sigaction action = { .sa_handler = on_alarm };
	unsigned long limit = number_from("KCOV_TEST_TIMEOUT", HANG_SECONDS);
	int status;

	/* No SA_RESTART: it is there to interrupt. */
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &glances, NULL);
	while (waitpid(body, &status, 0) < 0 && errno == EINTR)
		if (group_hangs(body, limit)) {
			note("the test hangs");
			kill(-body, SIGKILL);
		}
	kill(-body, SIGKILL);
	return status;
}

int main(int argc, char **argv)
{
	const struct test *test = argc ? choose_test(argv[0]) : NULL;
	pid_t body;
	int status;

	if (!test) {
		say("Bail out! no test of that name");
		return FAILED;
	}
	say("TAP version 13");
	say("1..1");
	body = fork();
	if (body < 0) {
		say("not ok 1 - %s: fork", test->sentence);
		return FAILED;
	}
	if (!body) {
		setpgid(0, 0);
		test->body();
		_exit(PASSED);
	}
	/* Both sides set the group: whoever comes first closes the race. */
	setpgid(body, body);
	end_with_body(body);
	status = wait_for_body(body);

	if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
		return SKIPPED;
	if (WIFEXITED(status) && WEXITSTATUS(status) == PASSED) {
		say("ok 1 - %s", test->sentence);
		return PASSED;
	}
	if (WIFSIGNALED(status))
		note("killed by signal %d (%s)", WTERMSIG(status),
		     strsignal(WTERMSIG(status)));
	say("not ok 1 - %s", test->sentence);
	return FAILED;
}
