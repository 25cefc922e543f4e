// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * S-D9, S-E1, S-E14, S-I1, S-M5, S-M7: each service of the host that can fail
 * does, for every n, in every scenario; and for every pair of failures. The
 * step then says so and has changed not a bit; made again it works, and in the
 * end all is as if nothing had failed. The same with each device lock in turn
 * left behind by a dead task.
 *
 * kills: the faults for faults of tests/planted.
 */
#include <unistd.h>

#include "tests/faults/scenarios.h"
#include "tests/faults/state.h"
#include "tests/unit/figures.h"

static const struct scenario *scenario;
static unsigned int nth, again, lock;
static unsigned long singles, pairs, locks, refused;

enum claim { SAID, SAME, BACK, EQUAL, CLAIMS };

static const char *const sentences[CLAIMS] = {
	[SAID] = "a step whose service fails says so, by an errno of its own",
	[SAME] = "a step that failed has changed not a bit",
	[BACK] = "everything is given back",
	[EQUAL] = "made again, all is as if nothing had failed",
};

/* Nothing that comes after can be trusted. */
static _Noreturn void broken(enum claim claim, unsigned int at)
{
	printf("# %s, step %u: failures %u+%u, dead holder %u\n",
	       scenario->name, at, nth, again, lock);
	tap_ok(false, "%s", sentences[claim]);
	tap_done();
	fflush(stdout);
	_exit(1);
}

static bool is_documented(long err)
{
	return err == -ENOMEM || err == -EFAULT || err == -EBUSY;
}

/* Until it works; each failure must be seen, and nothing else of it. */
static void make_step(unsigned int at)
{
	static struct state before, after;
	unsigned int failed, buried;
	long err;

	state_take(&before, &cast, sizeof(cast));
	for (;;) {
		failed = fake_failed;
		buried = scenario_buried();
		err = scenario->steps[at]();
		if (!err)
			break;
		state_take(&after, &cast, sizeof(cast));
		if (!is_documented(err) || failed == fake_failed)
			broken(SAID, at);
		if (buried != scenario_buried())
			state_take(&before, &cast, sizeof(cast));
		if (!state_same(&before, &after))
			broken(SAME, at);
		refused++;
	}
	if (failed != fake_failed)
		broken(SAID, at);
}

/* What clients find in their areas in the end, as a sum. */
static uint64_t sum_of_areas(void)
{
	uint64_t sum = 0;
	size_t i;
	int n;

	for (n = 0; n < CAST; n++) {
		if (!cast.device[n] || !cast.device[n]->words)
			continue;
		for (i = 0; i < cast.device[n]->words; i++)
			sum = sum * 31 + cast.device[n]->area.memory[i];
	}
	return sum;
}

static uint64_t play(void)
{
	unsigned int at;
	uint64_t sum;

	fake_fail_nth = nth;
	fake_fail_again = again;
	fake_dead_holder_nth = lock;
	scenario_begin();
	for (at = 0; at < MOST_STEPS && scenario->steps[at]; at++)
		make_step(at);
	sum = sum_of_areas();
	fake_fail_nth = fake_fail_again = fake_dead_holder_nth = 0;
	scenario_end();
	if (!nothing_left(0) || fake_published())
		broken(BACK, at);
	return sum;
}

/* How many services fail, how many locks are taken, and what comes of it. */
static uint64_t undisturbed(unsigned int *could_fail, unsigned int *taken)
{
	unsigned int services = fake_could_fail, before = fake_device_locks;
	uint64_t sum;

	nth = again = lock = 0;
	sum = play();
	*could_fail = fake_could_fail - services;
	*taken = fake_device_locks - before;
	return sum;
}

static void same_in_the_end(uint64_t sum)
{
	if (play() != sum)
		broken(EQUAL, 0);
}

static void fail_everything(void)
{
	unsigned int services, taken;
	uint64_t sum = undisturbed(&services, &taken);
	bool both;

	for (nth = 1; nth <= services; nth++, singles++)
		same_in_the_end(sum);
	/* What is made again may fail again: until nothing is left to fail. */
	for (nth = 1; nth <= services; nth++)
		for (again = 1, both = true; both; again++, pairs += both) {
			unsigned int failed = fake_failed;

			same_in_the_end(sum);
			both = fake_failed == failed + 2;
		}
	nth = again = 0;
	for (lock = 1; lock <= taken; lock++, locks++)
		same_in_the_end(sum);
	lock = 0;
}

int main(int argc, char **argv)
{
	unsigned int i;

	(void)argc;

	for (i = 0; i < scenarios_count; i++) {
		scenario = &scenarios[i];
		fail_everything();
	}
	for (i = 0; i < CLAIMS; i++)
		tap_ok(true, "%s", sentences[i]);
	tap_ok(singles && pairs && locks && refused >= singles,
	       "%lu failures, %lu pairs, %lu dead holders; %lu calls refused",
	       singles, pairs, locks, refused);
	figures_begin(argv[0]);
	figure("scenarios with failing services", "each of them", "%u",
	       scenarios_count);
	figure("single failures of services", "every n", "%lu", singles);
	figure("pairs of failures of services", "every pair", "%lu", pairs);
	figure("locks left behind by the dead", "every n", "%lu", locks);
	figures_end();
	return tap_done();
}
