/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Signals kept out, and handlers as the soft interrupts of user space.
 */
#ifndef KCOV_POSIX_SIGNALS_H
#define KCOV_POSIX_SIGNALS_H

#include <signal.h>

#include "core/port.h"
#include "port/posix/os/os.h"

/* signal.c: blocking nests. */
void posix_signals_block(void);
void posix_signals_restore(void);
int posix_signal_action(int number, const struct sigaction *action,
			struct sigaction *old);
/* Puts back what the handlers put aside whose frames the jump leaves. */
void posix_handlers_jump(uintptr_t from, uintptr_t to);

/* rawsignal.c */
int posix_raw_sigaction(int number, const struct sigaction *action,
			struct sigaction *old);

#endif /* KCOV_POSIX_SIGNALS_H */
