/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What `without` takes away besides system calls; each ends the program if it
 * cannot, so that nothing is tried with the need still met.
 */
#ifndef MACHINE_WITHOUT_H
#define MACHINE_WITHOUT_H

#include <linux/audit.h>

/* The convention of system calls that this program has itself. */
#if defined(__x86_64__)
#define NATIVE_CALLS AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_CALLS AUDIT_ARCH_AARCH64
#endif

_Noreturn void give_up(const char *what);

/* losses.c */
void hide_others_in_proc(void);
void hide_terminals(void);
void hide_browsers(void);
void give_up_other_users(void);
void keep_one_processor(void);

#endif /* MACHINE_WITHOUT_H */
