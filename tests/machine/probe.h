/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What tests need of a machine, each found out by doing it once. An attempt
 * runs in a child of its own and returns if the machine can do it; else it ends
 * with refused() or broken(), or by a signal.
 */
#ifndef MACHINE_PROBE_H
#define MACHINE_PROBE_H

/* Ends the attempt: errno says why. */
_Noreturn void refused(const char *what);
/* Ends the attempt: it was allowed and did something else, which is said. */
_Noreturn void broken(const char *what);

/* processes.c: what one process may do to another. */
void try_trace(void);
void try_proc_of_others(void);

/* files.c: what the kernel makes and keeps. */
void try_file_in_memory(void);
void try_shared_segment(void);
void try_closing_ranges(void);
void try_pseudo_terminal(void);

/* rights.c: who one may become, and what a process may refuse itself. */
void try_user_namespace(void);
void try_other_user(void);
void try_system_call_filter(void);
void try_two_processors(void);

#endif /* MACHINE_PROBE_H */
