// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that starts sections: by calls of the library that is
 * linked in, unless a kernel's test module does it (module.c).
 */
#include <signal.h>

#include "comparisons.h"
#include "harness.h"
#include "script.h"
#include "target.h"

/* <kcov/kcov.h> of the user-space library; weak, because only it has them. */
__attribute__((weak)) void kcov_remote_start(uint64_t handle);
__attribute__((weak)) void kcov_remote_stop(void);
__attribute__((weak)) uint64_t kcov_common_handle(void);

bool (*play_elsewhere)(const struct section_step *script);
uint64_t (*common_handle_elsewhere)(void);

/* --- here ------------------------------------------------------------------ */

/* volatile: the handler goes on with it during raise(). */
static const struct section_step *volatile step;

static void run_target(uint64_t which)
{
	if (which == TARGET_A)
		target_a();
	else if (which == TARGET_B)
		target_b();
	else if (which == TARGET_COMPARE_A)
		compare_a();
	else
		target_path(which - TARGET_PATH);
}

static void play_steps(int signal)
{
	(void)signal;
	for (; step->action != SECTION_END && step->action != SECTION_LEAVE;
	     step++) {
		if (step->action == SECTION_START) {
			kcov_remote_start(step->value);
		} else if (step->action == SECTION_STOP) {
			kcov_remote_stop();
		} else if (step->action == SECTION_TARGET) {
			run_target(step->value);
		} else if (step->value == IN_SOFTIRQ) {
			step++;
			raise(SIGUSR1);
		} else {
			step++;
			play_steps(0);
		}
	}
}

static bool can_play_here(const struct section_step *script)
{
	for (; script->action != SECTION_END; script++) {
		if (script->action > SECTION_LEAVE)
			return false;
		if (script->action == SECTION_ENTER &&
		    script->value != IN_SOFTIRQ && script->value != IN_TASK)
			return false;
	}
	return true;
}

/* A signal handler is user space's soft interrupt. */
static bool play_here(const struct section_step *script)
{
	if (!can_play_here(script))
		return false;
	CHECK(signal(SIGUSR1, play_steps) != SIG_ERR);
	step = script;
	play_steps(0);
	return true;
}

/* --- wherever ------------------------------------------------------------- */

bool play(const struct section_step script[SECTIONS_STEPS])
{
	return play_elsewhere ? play_elsewhere(script) : play_here(script);
}

void play_one(uint64_t action, uint64_t value)
{
	const struct section_step script[SECTIONS_STEPS] = { { action,
							       value } };

	CHECK(play_elsewhere(script));
}

bool has_target_in_kernel(void)
{
	return play_elsewhere;
}

bool host_is_exact(void)
{
	return host_is(USER) || has_target_in_kernel();
}

bool host_has_sections(void)
{
	if (host_is_kernel())
		return play_elsewhere;
	return kcov_remote_start && kcov_remote_stop && kcov_common_handle;
}

void section_start(uint64_t handle)
{
	if (play_elsewhere)
		play_one(SECTION_START, handle);
	else
		kcov_remote_start(handle);
}

void section_stop(void)
{
	if (play_elsewhere)
		play_one(SECTION_STOP, 0);
	else
		kcov_remote_stop();
}

uint64_t common_handle(void)
{
	return common_handle_elsewhere ? common_handle_elsewhere() :
					 kcov_common_handle();
}
