/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * When a test hangs; for harness.c.
 */
#ifndef CONFORMANCE_HANG_H
#define CONFORMANCE_HANG_H

#include <stdbool.h>
#include <sys/types.h>

/* Seconds between two looks. */
#define GLANCE_SECONDS 5

/*
 * To be asked every GLANCE_SECONDS: whether the group and what descends from it
 * have used `seconds` of a processor, or none since many such questions.
 */
bool group_hangs(pid_t group, unsigned long seconds);

#endif /* CONFORMANCE_HANG_H */
