/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What a machine that nobody has written down has of its own: arch.h says what
 * each name is. */
#ifndef KCOV_POSIX_ARCH_GENERIC_H
#define KCOV_POSIX_ARCH_GENERIC_H

#define POSIX_MACHINE generic
#define POSIX_SYSTEM_CALL ""
#define POSIX_CALLS_LIBC
/* Right for a handler on the stack that it interrupted. */
#define POSIX_STACK_POINTER(context) ((uintptr_t)(context) + sizeof(*(context)))
#define POSIX_ALIGNS_STACK

#endif /* KCOV_POSIX_ARCH_GENERIC_H */
