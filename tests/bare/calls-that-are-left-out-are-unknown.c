// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-R8, S-K3: a kcov without remote sections and without the calls beyond
 * Linux's, as a firmware has it: these calls are unknown, and PCs are recorded
 * as ever. kills: a stand-in that says yes, one in which a callback goes astray.
 */
#include "port/bare/bare.h"

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "tests/unit/tap.h"

void __sanitizer_cov_trace_pc(void);

enum { WORDS = 4 };

static struct kcov_task task = KCOV_TASK_IDLE;
static uint64_t argument[32];

static void is_unknown(struct kcov_device *device, unsigned int command,
		       const char *name)
{
	tap_ok(bare_ioctl(device, command, (uintptr_t)argument) == -ENOTTY &&
		       bare_ioctl(device, command, 0) == -ENOTTY,
	       "there is no %s", name);
}

static uintptr_t count_of(struct kcov_device *device)
{
	uintptr_t words[WORDS] = { 0 };

	bare_read(device, (uintptr_t)words, sizeof(words), 0);
	return words[0];
}

static void records(struct kcov_device *device)
{
	int i;

	tap_ok(!bare_ioctl(device, KCOV_INIT_TRACE, WORDS) &&
		       !bare_ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC),
	       "a task enables its device");
	__sanitizer_cov_trace_pc();
	tap_ok(count_of(device) == 1, "and is recorded");
	for (i = 0; i < 2 * WORDS; i++)
		__sanitizer_cov_trace_pc();
	tap_ok(count_of(device) == WORDS - 1, "as far as there is room");
	bare_remote_start(kcov_remote_handle(KCOV_SUBSYSTEM_USB, 1));
	bare_remote_stop();
	tap_ok(task.device == device && !task.section,
	       "nobody listens to a handle");
	tap_ok(!bare_ioctl(device, KCOV_DISABLE, 0), "it disables its device");
	__sanitizer_cov_trace_pc();
	tap_ok(!bare_ioctl(device, KCOV_ENABLE, KCOV_TRACE_PC),
	       "and enables it again");
	bare_task_exited();
	tap_ok(!task.device, "whose session ends with it");
}

int main(void)
{
	struct kcov_device *device;

	bare_cpu()->task = &task;
	device = bare_open();
	is_unknown(device, KCOV_REMOTE_ENABLE, "KCOV_REMOTE_ENABLE");
	is_unknown(device, KCOV_QUERY, "KCOV_QUERY");
	is_unknown(device, KCOV_SETUP, "KCOV_SETUP");
	is_unknown(device, KCOV_STAT, "KCOV_STAT");
	is_unknown(device, KCOV_RESET_TRACE, "KCOV_RESET_TRACE");
	records(device);
	bare_close(device);
	return tap_done();
}
