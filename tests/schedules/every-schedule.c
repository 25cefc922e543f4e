// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D6, S-D10, S-D11, S-E1, S-E2, S-E4, S-M6: calls that meet, in every
 * schedule: of two contexts all, of three all with up to three preemptions.
 *
 *   every-schedule [N [BOUND]]    up to N schedules of each (0: all of them)
 *
 * kills: the faults for schedules of tests/planted.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/schedules/itself.h"
#include "tests/schedules/memory.h"
#include "tests/schedules/scenarios.h"
#include "tests/schedules/scene.h"
#include "tests/unit/figures.h"
#include "tests/unit/tap.h"

static const struct scenario *scenario;
static unsigned long schedules, asleep, points;

static void faulted(int signal)
{
	(void)signal;
	printf("# %s: a fault\n", scenario->name);
	explore_print_failure();
	tap_ok(false, "%s", scenario->name);
	tap_done();
	fflush(stdout);
	_exit(1);
}

static void explore_itself(void)
{
	unsigned int seen;
	struct explored found = itself_orders(UNBOUNDED, &seen);

	tap_ok(found.schedules == 6 && seen == 6,
	       "two writes of two contexts have six orders: %lu schedules, %u",
	       found.schedules, seen);
	found = itself_orders(3, &seen);
	tap_ok(found.schedules == 6 && seen == 6,
	       "with three preemptions too: %lu schedules, %u orders",
	       found.schedules, seen);
	found = itself_orders(0, &seen);
	tap_ok(found.schedules == 2 && seen == 2,
	       "without any there are two: %lu schedules, %u orders",
	       found.schedules, seen);
	found = itself_independent();
	tap_ok(found.schedules == 1 && !found.failure,
	       "what is independent has one schedule: %lu", found.schedules);
	tap_ok(itself_deadlock().failure,
	       "contexts that wait for each other are found");
	tap_ok(itself_freed().failure, "a read of what is free is found");
}

static void explore_scenario(unsigned long most, unsigned int bound)
{
	struct exploration what;
	struct explored found;
	unsigned long told = compiler_told;

	scene_set_up();
	what = scenario_exploration(scenario, UNBOUNDED);
	if (what.contexts > 2)
		what.preemptions = bound;
	scenario->set_up();
	memory_keep();
	found = explore(&what, most);
	if (found.failure) {
		printf("# after %lu schedules: %s\n", found.schedules,
		       found.failure);
		explore_print_failure();
	}
	schedules += found.schedules;
	asleep += found.asleep;
	points += found.points;
	/* A schedule in which nobody stops is one that was not looked at. */
	tap_ok(!found.failure && found.schedules > 1 &&
		       found.points >= found.schedules * what.contexts &&
		       compiler_told > told,
	       "%s: %lu schedules, %lu left, %lu stops", scenario->name,
	       found.schedules, found.asleep, found.points);
	memory_forget();
}

int main(int argc, char **argv)
{
	unsigned long most = argc > 1 ? strtoul(argv[1], NULL, 10) : 5000;
	unsigned int bound = argc > 2 ? (unsigned int)atoi(argv[2]) : 3;

	signal(SIGSEGV, faulted);
	setvbuf(stdout, NULL, _IOLBF, 0);
	explore_itself();
	for (scenario = scenarios; scenario < scenarios + scenarios_count;
	     scenario++)
		explore_scenario(most ? most : ~0ul, bound);
	figures_begin(argv[0]);
	figure("groups of calls that meet", ">= 24", "%u", scenarios_count);
	figure("schedules executed", most ? "some" : ">= 20000000", "%lu",
	       schedules);
	figure("schedules left as the same as another", "-", "%lu", asleep);
	figure("accesses that the compiler told of", ">= 1", "%lu",
	       compiler_told);
	figure("stops before shared accesses and locks", ">= 1", "%lu", points);
	figures_end();
	return tap_done();
}
