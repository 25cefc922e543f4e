// SPDX-License-Identifier: GPL-2.0-only OR MIT
#include "tests/schedules/scene.h"

#include <string.h>

#include "tests/port_fake/callbacks.h"

#define PC 0x1000u

struct kcov_task *task[CONTEXTS];
struct kcov_device *device[DEVICES];
long result[CONTEXTS] PUT_BACK;
bool is_closed[DEVICES] PUT_BACK;
static int blocks;

void scene_set_up(void)
{
	int i;

	memory_context(-1);
	for (i = 0; i < CONTEXTS; i++) {
		task[i] = memory_alloc(sizeof(*task[i]));
		*task[i] = (struct kcov_task)KCOV_TASK_IDLE;
	}
	blocks = memory_blocks();
	for (i = 0; i < DEVICES; i++)
		device[i] = fake_device_open();
}

void scene_enter(int context)
{
	fake_current = task[context];
	fake_pc = PC + (uintptr_t)context;
}

long size_by(int who, int which, size_t words)
{
	return kcov_ioctl(device[which], task[who], KCOV_INIT_TRACE, words);
}

long choose_by(int who, int which, uint32_t feedback)
{
	const bool is_map = feedback == KCOV_FEEDBACK_EDGES;
	struct kcov_setup setup = { .size = sizeof(setup),
				    .feedback = feedback,
				    .map_bits = is_map ? MAP_BITS : 0,
				    .set_bits = is_map ? 0 : 8 };

	return kcov_ioctl(device[which], task[who], KCOV_SETUP,
			  (uintptr_t)&setup);
}

long reset_by(int who, int which)
{
	return kcov_ioctl(device[which], task[who], KCOV_RESET_TRACE, 0);
}

long enable_by(int who, int which)
{
	return kcov_ioctl(device[which], task[who], KCOV_ENABLE, KCOV_TRACE_PC);
}

long disable_by(int who, int which)
{
	return kcov_ioctl(device[which], task[who], KCOV_DISABLE, 0);
}

long remote_by(int who, int which)
{
	struct {
		struct kcov_remote_arg arg;
		uint64_t handle;
	} remote = { .arg = {
			     .trace_mode = KCOV_TRACE_PC,
			     .area_size = SECTION_WORDS,
			     .num_handles = 1,
			     .common_handle = HANDLE + 1 + (uint64_t)which,
		     } };

	remote.arg.handles[0] = KCOV_SUBSYSTEM_USB | HANDLE;
	return kcov_ioctl(device[which], task[who], KCOV_REMOTE_ENABLE,
			  (uintptr_t)&remote);
}

void start_by(int who)
{
	kcov_section_start(task[who], KCOV_SUBSYSTEM_USB | HANDLE);
}

void stop_by(int who)
{
	kcov_section_stop(task[who]);
}

void exit_by(int who)
{
	kcov_task_exited(task[who]);
}

void close_device(int which)
{
	is_closed[which] = true;
	kcov_device_put(device[which]);
}

void record_by(int who)
{
	if (explore_running() < 0)
		scene_enter(who);
	__sanitizer_cov_trace_pc();
}

uintptr_t count_of(int which)
{
	return device[which]->area.memory[0];
}

int records_of(int who, int which)
{
	const uintptr_t *area = device[which]->area.memory;
	uintptr_t i;
	int n = 0;

	if (area[0] >= device[which]->words)
		return -1;
	for (i = 1; i <= area[0]; i++) {
		if (area[i] - PC >= CONTEXTS)
			return -1;
		n += area[i] == PC + (uintptr_t)who;
	}
	return n;
}

bool has_record_of(int who, int which)
{
	const uintptr_t *area = device[which]->area.memory;
	size_t i;

	for (i = 1; i < device[which]->words; i++)
		if (area[i] == PC + (uintptr_t)who)
			return true;
	return false;
}

const char *scene_tear_down(bool some_died)
{
	int i;

	for (i = 0; i < CONTEXTS && !some_died; i++) {
		scene_enter(i);
		exit_by(i);
	}
	for (i = 0; i < DEVICES; i++)
		if (!is_closed[i] && !some_died)
			kcov_device_put(device[i]);
	if (some_died)
		return NULL;
	if (memory_blocks() != blocks)
		return "memory is left, or freed twice";
	if (fake_armed)
		return "a device is armed still";
	return fake_locks_held() ? "a lock is held still" : NULL;
}
