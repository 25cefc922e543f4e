/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which memory contexts share: touched by two, written by one, and no lock that
 * all of them held.
 */
#ifndef KCOV_TESTS_SCHEDULES_SHARING_H
#define KCOV_TESTS_SCHEDULES_SHARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Nothing is known to be shared. */
void sharing_forget(void);
/*
 * An access by that context, with those four locks held (0: none). True if it
 * is to memory known to be shared; *grew is set if it was not known before.
 */
bool sharing_note(int context, bool writes, const void *address, size_t bytes,
		  const uintptr_t *locks, bool *grew);

#endif /* KCOV_TESTS_SCHEDULES_SHARING_H */
