/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A host of several contexts: locks wait, and a dead context's lock goes to the
 * next with the device mended, as in user space. Types and hot hooks are those
 * of the scripted host.
 */
#ifndef KCOV_TESTS_SCHEDULES_HOST_H
#define KCOV_TESTS_SCHEDULES_HOST_H

#include "core/port.h"

/* The device whose owner died without telling; NULL: those of dead contexts. */
extern const struct kcov_device *host_abandoned;

struct kcov_device *host_device_open(void);
/* Locks that are held, armed devices. */
int host_locks_held(void);
int host_armed(void);

#endif /* KCOV_TESTS_SCHEDULES_HOST_H */
