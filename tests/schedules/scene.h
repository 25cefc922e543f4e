/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Tasks and devices that the scenarios are about. Context n runs as task n. */
#ifndef KCOV_TESTS_SCHEDULES_SCENE_H
#define KCOV_TESTS_SCHEDULES_SCENE_H

#include <uapi/linux/kcov.h>
#include <uapi/linux/kcov_extended.h>

#include "core/device.h"
#include "core/kcov.h"
#include "core/remote.h"
#include "tests/port_fake/fake.h"
#include "tests/schedules/explore.h"
#include "tests/schedules/memory.h"

enum {
	DEVICES = 2,
	WORDS = 12,
	MAP_BITS = 12,
	SECTION_WORDS = 6,
	HANDLE = 7,
};

extern struct kcov_task *task[CONTEXTS];
extern struct kcov_device *device[DEVICES];
/* What calls returned, and what else a scenario wants to know. */
extern long result[CONTEXTS];
extern bool is_closed[DEVICES];

/* All of it new; the contexts' tasks are idle, devices have no size. */
void scene_set_up(void);
void scene_enter(int context);
/* Exit of all tasks, last close of all devices: is anything left? */
const char *scene_tear_down(bool some_died);

/* By the task of a context, which need not run. */
long size_by(int who, int which, size_t words);
/* What the area will hold: each PC once, or edges. */
long choose_by(int who, int which, uint32_t feedback);
long reset_by(int who, int which);
long enable_by(int who, int which);
long disable_by(int who, int which);
/* With the handle, and a common one of its own for every device. */
long remote_by(int who, int which);
void start_by(int who);
void stop_by(int who);
void exit_by(int who);
void close_device(int which);
/* Runs a block; the PC tells which context. */
void record_by(int who);
/* Records of a context that are in an area; -1: what is there is no record. */
int records_of(int who, int which);
bool has_record_of(int who, int which);
uintptr_t count_of(int which);

#endif /* KCOV_TESTS_SCHEDULES_SCENE_H */
