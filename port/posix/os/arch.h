/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The one place that asks for the machine and for the libc. Macros only: the
 * Makefile asks too, for the lists of sources.
 *
 *   POSIX_MACHINE              its name
 *   POSIX_LIBC                 glibc or musl
 *   POSIX_SYSTEM_CALL          text of posix_system_call()
 *   POSIX_CALLS_LIBC           there is no such text: calls go through libc
 *   POSIX_VFORK                text of vfork(), or libc's stays
 *   POSIX_SIGNAL_RETURN        where handlers return to, or the kernel has it
 *   POSIX_STACK_POINTER(c)     of what a handler interrupted: its context
 *   POSIX_ALIGNS_STACK         attribute: called with any alignment
 *   POSIX_JUMP_TARGET(words)   stack pointer in a jmp_buf, or jumps are libc's
 *   POSIX_MMAP_TAKES_BLOCK     mmap's arguments are where its only one points
 *   POSIX_HAS_EARLY            callbacks may run before relocation
 */
#ifndef KCOV_POSIX_ARCH_H
#define KCOV_POSIX_ARCH_H

#include <features.h>

#if defined(__x86_64__)
#include "port/posix/os/arch/x86_64.h"
#elif defined(__i386__)
#include "port/posix/os/arch/i386.h"
#elif defined(__aarch64__)
#include "port/posix/os/arch/aarch64.h"
#elif defined(__s390x__)
#include "port/posix/os/arch/s390x.h"
#else
#include "port/posix/os/arch/generic.h"
#endif

#ifdef __GLIBC__
#define POSIX_LIBC glibc
#else
#define POSIX_LIBC musl
#endif

#endif /* KCOV_POSIX_ARCH_H */
