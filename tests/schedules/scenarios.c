// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/schedules/scenarios.h"

#include <string.h>

#include "tests/schedules/scene.h"

static const struct scenario *current;

static unsigned int contexts_now(void)
{
	unsigned int n = 0;

	while (n < CONTEXTS && current->body[n])
		n++;
	return n;
}

/* What was there before. */

static void nothing(void)
{
}

static void one_device(void)
{
	size_by(0, 0, WORDS);
}

static void two_devices(void)
{
	size_by(0, 0, WORDS);
	size_by(0, 1, WORDS);
}

static void a_enabled(void)
{
	one_device();
	enable_by(0, 0);
}

static void a_listens(void)
{
	two_devices();
	remote_by(0, 0);
}

/* A collects for itself as well, with the other device. */
static void a_has_both(void)
{
	a_listens();
	enable_by(0, 1);
}

/* The same, before it listens. */
static void a_has_local(void)
{
	two_devices();
	enable_by(0, 1);
}

/* B is in a section of A's session and has recorded in it. */
static void b_in_section(void)
{
	a_listens();
	start_by(1);
	record_by(1);
}

static void b_and_c_in_sections(void)
{
	b_in_section();
	start_by(2);
	record_by(2);
}

/* Its device is closed already: the session and the owner hold it. */
static void b_in_section_of_closed(void)
{
	b_in_section();
	close_device(0);
}

/* Owned by C. */
static void c_listens(void)
{
	one_device();
	remote_by(2, 0);
}

static void listens_for(int who, uint32_t feedback)
{
	size_by(0, 0,
		feedback == KCOV_FEEDBACK_EDGES ?
			kcov_edges_words(MAP_BITS, sizeof(uintptr_t)) :
			WORDS);
	choose_by(0, 0, feedback);
	remote_by(who, 0);
}

static void c_listens_for_unique(void)
{
	listens_for(2, KCOV_FEEDBACK_UNIQUE);
}

static void c_listens_for_edges(void)
{
	listens_for(2, KCOV_FEEDBACK_EDGES);
}

/* B has delivered, and is in its next section. */
static void b_in_section_for(uint32_t feedback)
{
	listens_for(0, feedback);
	start_by(1);
	record_by(1);
	stop_by(1);
	start_by(1);
	record_by(1);
}

static void b_in_section_for_unique(void)
{
	b_in_section_for(KCOV_FEEDBACK_UNIQUE);
}

static void b_in_section_for_edges(void)
{
	b_in_section_for(KCOV_FEEDBACK_EDGES);
}

static void a_died_listening(void)
{
	a_listens();
	/* What it held is nobody's, what it told the host is forgotten. */
	task[0]->device = NULL;
	task[0]->session = NULL;
	task[0]->common_handle = 0;
	fake_armed--;
	kcov_device_put(device[0]);
	fake_abandoned = device[0];
}

/* What contexts do: A, B, C. */

#define BODY(name, ...)                     \
	static void name(void)              \
	{                                   \
		int me = explore_running(); \
		(void)me;                   \
		__VA_ARGS__                 \
	}

BODY(exits, exit_by(me);)
BODY(closes, close_device(0);)
BODY(disables, result[me] = disable_by(me, 0);)
BODY(disables_local, record_by(me); result[me] = disable_by(me, 1);
     record_by(me);)
BODY(disables_remote, record_by(me); result[me] = disable_by(me, 0);
     record_by(me);)
BODY(listens_and_records, result[me] = remote_by(me, 0); record_by(me);)
BODY(records_and_exits, record_by(me); exit_by(me);)
BODY(inits_12, result[me] = size_by(me, 0, WORDS);)
BODY(inits_8, result[me] = size_by(me, 0, 8);)
BODY(enables, result[me] = enable_by(me, 0); record_by(me);)
BODY(enables_and_disables, result[me] = enable_by(me, 0); record_by(me);
     if (!result[me]) result[me] = disable_by(me, 0);)
BODY(enables_and_exits, result[me] = enable_by(me, 0); record_by(me);
     exit_by(me);)
BODY(stops, stop_by(me);)
BODY(resets, result[me] = reset_by(me, 0);)
BODY(records_and_stops, record_by(me); stop_by(me);)
BODY(runs_section, start_by(me); record_by(me); stop_by(me);)
BODY(runs_section_between, record_by(me); runs_section(); record_by(me);)
BODY(runs_two_sections, runs_section(); runs_section();)
BODY(exits_in_section, start_by(me); record_by(me); exit_by(me);)
BODY(listens, result[me] = remote_by(me, 0);)
BODY(listens_elsewhere, result[me] = remote_by(me, 1);)
BODY(listens_and_disables, result[me] = remote_by(me, 0);
     if (!result[me]) result[me] = disable_by(me, 0);)
BODY(closes_and_exits, close_device(0); exit_by(me);)
/* A client that empties its area once nothing may come any more. */
BODY(disables_and_empties, disable_by(me, 0);
     explore_access(STEP_WRITE, device[0]->area.memory, sizeof(uintptr_t));
     device[0]->area.memory[0] = 0; result[me] = remote_by(me, 0);)
BODY(kills_a_and_enables, explore_kill(0); result[me] = enable_by(me, 0);
     record_by(me);)
BODY(reaps, result[me] = kcov_session_reap(KCOV_SUBSYSTEM_USB | HANDLE);)

/* What must come of it. */

static const char *anything(void)
{
	return NULL;
}

static int successes(void)
{
	int won = 0;
	unsigned int i;

	for (i = 0; i < contexts_now(); i++)
		won += !result[i];
	return won;
}

static const char *one_of_the_sizes(void)
{
	size_t words = result[0] ? WORDS : 8;
	unsigned int i;

	if (successes() != 1)
		return "not exactly one INIT_TRACE succeeded";
	for (i = 0; i < contexts_now(); i++)
		if (result[i] && result[i] != -EBUSY)
			return "who came too late was not told so";
	return device[0]->words == words ? NULL :
					   "the size is not the winner's";
}

/* Who was refused recorded nothing, who was not did. */
static const char *one_enables(void)
{
	unsigned int i;

	if (successes() != 1)
		return "not exactly one ENABLE succeeded";
	for (i = 0; i < contexts_now(); i++)
		if (records_of((int)i, 0) != !result[i])
			return "records are not those of who enabled";
	return NULL;
}

static const char *delivered(int whole)
{
	int n = records_of(1, 0);

	if (n != (int)count_of(0))
		return "the area holds what no section delivered";
	return !n || n == whole ? NULL : "a section was delivered in part";
}

static const char *one_or_nothing(void)
{
	return delivered(1);
}

/* Whatever is delivered beside it, A's local trace has its own and no more. */
static const char *local_has(int own)
{
	return records_of(0, 1) == own && (int)count_of(1) == own ?
		       NULL :
		       "the local trace is not what its task recorded";
}

static const char *beside(int own)
{
	const char *what = local_has(own);

	return what ? what : delivered(1);
}

static const char *one_beside_one(void)
{
	return beside(1);
}

static const char *one_beside_two(void)
{
	return beside(2);
}

static const char *both_or_nothing(void)
{
	return delivered(2);
}

static const char *both_delivered(void)
{
	return records_of(0, 0) == 1 && records_of(1, 0) == 1 ?
		       NULL :
		       "two sections did not both deliver";
}

static const char *both_beside_two(void)
{
	const char *what = local_has(2);

	return what ? what : both_delivered();
}

/* Of the same PC, or of the same edge. */
static const char *once_or_nothing(void)
{
	return count_of(0) > 1 ? "what was there came again" : NULL;
}

static const char *one_each(void)
{
	return count_of(0) == 2 ? NULL :
				  "two sections did not deliver one PC each";
}

static const char *nothing_came(void)
{
	if (result[0])
		return "the session did not begin again";
	return count_of(0) ? "what began in another session arrived" : NULL;
}

static const char *one_listens(void)
{
	unsigned int i;

	if (successes() != 1)
		return "not exactly one REMOTE_ENABLE succeeded";
	for (i = 0; i < contexts_now(); i++)
		if (result[i] && result[i] != -EEXIST && result[i] != -EINVAL)
			return "who came too late was not told so";
	return NULL;
}

static const char *handle_is_had(void)
{
	return result[1] ? "a dead owner's handle cannot be had" : NULL;
}

/* The dead may have left a count without its record. */
static const char *survivors_collect(void)
{
	unsigned int i;

	if (result[1] && (contexts_now() < 3 || result[2]))
		return "a dead owner's device cannot be had";
	for (i = 1; i < contexts_now(); i++)
		if (has_record_of((int)i, 0) != !result[i])
			return "records are not those of who enabled";
	return NULL;
}

#define PAIR(name, set_up, a, b, check) { name, set_up, { a, b }, check, false }
#define TRIPLE(name, set_up, a, b, c, check) \
	{ name, set_up, { a, b, c }, check, false }

/* What ends or begins, beside somebody who runs one section, or two who do. */
#define BESIDE_SECTION(what, set_up, a, b) \
	TRIPLE(what " x start to stop", set_up, a, b, runs_section, anything)
#define BESIDE_TWO(what, set_up, a)                                       \
	TRIPLE(what " x two from start to stop", set_up, a, runs_section, \
	       runs_section, anything)

const struct scenario scenarios[] = {
	PAIR("exit x close", a_enabled, records_and_exits, closes, anything),
	PAIR("exit of an owner x close", a_listens, exits, closes, anything),
	PAIR("disable x stop", b_in_section, disables, records_and_stops,
	     both_or_nothing),
	PAIR("disable and again x stop", b_in_section, disables_and_empties,
	     stops, nothing_came),
	PAIR("disable x start to stop", a_listens, disables, runs_section,
	     one_or_nothing),
	PAIR("exit x start to stop", a_listens, exits, runs_section,
	     one_or_nothing),
	PAIR("last put x stop", b_in_section_of_closed, exits,
	     records_and_stops, anything),
	PAIR("last put x start to stop", a_listens, closes_and_exits,
	     runs_section, anything),
	PAIR("disable x exit in a section", b_in_section, disables, exits,
	     anything),
	PAIR("disable x exit in a section of its own", a_listens, disables,
	     exits_in_section, anything),
	PAIR("exit with both x start to stop", a_has_both, records_and_exits,
	     runs_section, one_beside_one),
	PAIR("disable of the local one x start to stop", a_has_both,
	     disables_local, runs_section, one_beside_one),
	PAIR("disable of the remote one x start to stop", a_has_both,
	     disables_remote, runs_section, one_beside_two),
	PAIR("remote enable beside a local one x start to stop", a_has_local,
	     listens_and_records, runs_section, one_beside_one),
	PAIR("section for oneself x start to stop", a_has_both,
	     runs_section_between, runs_section, both_beside_two),
	PAIR("init x init", nothing, inits_8, inits_12, one_of_the_sizes),
	PAIR("init x enable", nothing, inits_12, enables, anything),
	PAIR("enable x enable", one_device, enables, enables, one_enables),
	PAIR("enable and disable x the same", one_device, enables_and_disables,
	     enables_and_disables, anything),
	PAIR("enable and exit x enable", one_device, enables_and_exits, enables,
	     anything),
	PAIR("enable x remote enable", one_device, enables, listens, anything),
	PAIR("remote enable x the same handle", two_devices, listens,
	     listens_elsewhere, one_listens),
	PAIR("remote enable and disable x start to stop", two_devices,
	     listens_and_disables, runs_section, one_or_nothing),
	PAIR("reap x remote enable", a_died_listening, reaps, listens_elsewhere,
	     handle_is_had),
	PAIR("start to stop x start to stop", c_listens, runs_section,
	     runs_section, both_delivered),
	PAIR("start to stop x start to stop, unique PCs", c_listens_for_unique,
	     runs_section, runs_section, both_delivered),
	PAIR("start to stop x start to stop, edges", c_listens_for_edges,
	     runs_section, runs_section, one_each),
	PAIR("disable x stop, unique PCs", b_in_section_for_unique, disables,
	     records_and_stops, once_or_nothing),
	PAIR("disable x stop, edges", b_in_section_for_edges, disables, stops,
	     once_or_nothing),
	PAIR("exit x stop, unique PCs", b_in_section_for_unique, exits, stops,
	     once_or_nothing),
	PAIR("reset x stop, unique PCs", b_in_section_for_unique, resets, stops,
	     once_or_nothing),
	PAIR("reset x stop, edges", b_in_section_for_edges, resets, stops,
	     once_or_nothing),
	{ "kill x enable",
	  one_device,
	  { enables_and_disables, kills_a_and_enables },
	  survivors_collect,
	  true },
	TRIPLE("init x init x init", nothing, inits_8, inits_12, inits_12,
	       one_of_the_sizes),
	TRIPLE("init x init x enable", nothing, inits_8, inits_12, enables,
	       anything),
	TRIPLE("enable x enable x enable", one_device, enables, enables,
	       enables, one_enables),
	TRIPLE("enable and disable, three times", one_device,
	       enables_and_disables, enables_and_disables, enables_and_disables,
	       anything),
	TRIPLE("exit x stop x close", b_in_section, exits, stops, closes,
	       anything),
	BESIDE_SECTION("exit x stop", b_in_section, exits, stops),
	TRIPLE("disable x stop x remote enable", b_in_section, disables,
	       records_and_stops, listens_elsewhere, both_or_nothing),
	TRIPLE("disable and again x stop x stop", b_and_c_in_sections,
	       disables_and_empties, stops, stops, nothing_came),
	TRIPLE("exit x stop x exit in a section", b_and_c_in_sections, exits,
	       stops, exits, one_or_nothing),
	BESIDE_TWO("disable", a_listens, disables),
	BESIDE_TWO("close and exit", a_listens, closes_and_exits),
	BESIDE_TWO("remote enable and disable", two_devices,
		   listens_and_disables),
	BESIDE_TWO("exit", a_listens, exits),
	BESIDE_SECTION("disable x exit in a section", a_listens, disables,
		       exits_in_section),
	BESIDE_TWO("reap", a_died_listening, reaps),
	BESIDE_SECTION("last put x stop", b_in_section_of_closed, exits,
		       records_and_stops),
	BESIDE_SECTION("disable x start to stop, twice,", a_listens, disables,
		       runs_two_sections),
	BESIDE_SECTION("close and exit x start to stop, twice,", a_listens,
		       closes_and_exits, runs_two_sections),
	TRIPLE("exit x start to stop x remote enable", a_listens, exits,
	       runs_section, listens_elsewhere, anything),
	BESIDE_SECTION("exit with both x remote enable", a_has_both,
		       records_and_exits, listens_elsewhere),
	BESIDE_SECTION("disable and again x stop", b_in_section,
		       disables_and_empties, stops),
	BESIDE_SECTION("remote enable and disable, twice,", two_devices,
		       listens_and_disables, listens_elsewhere),
	TRIPLE("remote enable, three times", two_devices, listens,
	       listens_elsewhere, listens, one_listens),
	TRIPLE("reap x remote enable x reap", a_died_listening, reaps,
	       listens_elsewhere, reaps, handle_is_had),
	TRIPLE("reap x remote enable x start to stop", a_died_listening, reaps,
	       listens_elsewhere, runs_section, handle_is_had),
	{ "kill x enable x enable",
	  one_device,
	  { enables_and_disables, kills_a_and_enables, enables },
	  survivors_collect,
	  true },
};
const unsigned int scenarios_count = sizeof(scenarios) / sizeof(scenarios[0]);

static const char *wrong(void)
{
	const char *what = current->check();

	return what ? what : scene_tear_down(current->kills);
}

struct exploration scenario_exploration(const struct scenario *scenario,
					unsigned int preemptions)
{
	struct exploration what = { .begin = memory_put_back,
				    .enter = scene_enter,
				    .wrong = wrong,
				    .preemptions = preemptions };

	current = scenario;
	memcpy(what.body, scenario->body, sizeof(what.body));
	what.contexts = contexts_now();
	return what;
}
