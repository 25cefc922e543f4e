/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What tests steer and see of the scripted host. */
#ifndef KCOV_FAKE_H
#define KCOV_FAKE_H

#include "core/port.h"

/* The n-th cold service that can fail does (1: the next); 0: none. */
extern unsigned int fake_fail_nth;
/* After that one, so many later, another one; 0: none. */
extern unsigned int fake_fail_again;
/* Services that failed so far. */
extern unsigned int fake_failed;
/* The n-th device lock is found held by a task that died (1: the next). */
extern unsigned int fake_dead_holder_nth;
/* Device locks taken so far. */
extern unsigned int fake_device_locks;
/* Services that could have failed so far. */
extern unsigned int fake_could_fail;
/* What is allocated now, in objects of any kind. */
extern int fake_live_objects;
/* Shows each of them, the newest first. */
void fake_each_object(void (*see)(const void *memory, size_t bytes));
/* Locks held now; no test ends with one. */
int fake_locks_held(void);
/* Devices freed so far. */
extern int fake_devices_freed;
/* Broken rules of the contract: locks, order, bugs reported by the core. */
extern int fake_complaints;
/* Writable mappings that clients have of any device. */
extern int fake_writable_mappings;
/* Sections that got no area, as kcov_port_no_area() was told. */
extern int fake_no_areas;

/* What a host that keeps limits before areas was told last. */
extern uint64_t fake_area_limit;

/* The device whose owner died without telling; NULL: all live. */
extern const struct kcov_device *fake_abandoned;

/* A handle that another process has; 0: none. */
extern uint64_t fake_taken_elsewhere;
/* Sessions whose handles other processes are told. */
int fake_published(void);
/* Called after each copy from the client, who may change what was copied. */
extern void (*fake_copied_in)(void);
/* Called whenever a device's lock was let go: others have it now. */
extern void (*fake_unlocked)(void);
/* Called by each free when the memory is gone: a host's own may be traced. */
extern void (*fake_freed)(void);

/* May a soft interrupt strike now? Not with a lock held or interrupts off. */
bool fake_interruptible(void);

struct kcov_device *fake_device_open(void);

#endif /* KCOV_FAKE_H */
