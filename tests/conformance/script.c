// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The part of the harness that starts sections: by system calls on the test
 * module of a kernel, or by calls of the user-space library.
 */
#include <signal.h>

#include "comparisons.h"
#include "script.h"
#include "target.h"

/* <kcov/kcov.h> of the user-space library; weak, because only it has them. */
__attribute__((weak)) void kcov_remote_start(uint64_t handle);
__attribute__((weak)) void kcov_remote_stop(void);
__attribute__((weak)) uint64_t kcov_common_handle(void);

/* --- a kernel -------------------------------------------------------------- */

static int module = -1;

static bool play_in_kernel(const struct section_step *script)
{
	if (!ioctl(module, SECTIONS_PLAY, script))
		return true;
	if (errno != EOPNOTSUPP)
		FAIL("playing a script: %s", errno_name(errno));
	return false;
}

static void play_one(uint64_t action, uint64_t value)
{
	const struct section_step script[SECTIONS_STEPS] = { { action,
							       value } };

	CHECK(play_in_kernel(script));
}

static bool run_in_kernel(unsigned int which)
{
	play_one(SECTION_TARGET, which);
	return true;
}

bool has_target_in_kernel(void)
{
	return module >= 0;
}

__attribute__((constructor)) static void use_target_of_kernel(void)
{
	if (!host_is_kernel())
		return;
	module = open(SECTIONS_PATH, O_RDWR | O_CLOEXEC);
	/* Out of the way of tests that count on the numbers of theirs. */
	if (module >= 0) {
		int high = fcntl(module, F_DUPFD_CLOEXEC, 900);

		close(module);
		module = high;
	}
	if (module >= 0)
		target_elsewhere = run_in_kernel;
}

bool host_is_exact(void)
{
	return host_is(USER) || has_target_in_kernel();
}

/* --- user space ------------------------------------------------------------ */

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

/* --- both ------------------------------------------------------------------ */

bool play(const struct section_step script[SECTIONS_STEPS])
{
	return module >= 0 ? play_in_kernel(script) : play_here(script);
}

bool host_has_sections(void)
{
	if (host_is_kernel())
		return module >= 0;
	return kcov_remote_start && kcov_remote_stop && kcov_common_handle;
}

void section_start(uint64_t handle)
{
	if (module >= 0)
		play_one(SECTION_START, handle);
	else
		kcov_remote_start(handle);
}

void section_stop(void)
{
	if (module >= 0)
		play_one(SECTION_STOP, 0);
	else
		kcov_remote_stop();
}

uint64_t common_handle(void)
{
	uint64_t handle;

	if (module < 0)
		return kcov_common_handle();
	CHECK_OK(ioctl(module, SECTIONS_COMMON_HANDLE, &handle));
	return handle;
}
