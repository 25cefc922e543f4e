/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What 64-bit ARM has of its own: arch.h says what each name is. */
#ifndef KCOV_POSIX_ARCH_AARCH64_H
#define KCOV_POSIX_ARCH_AARCH64_H

#define POSIX_MACHINE aarch64
#define POSIX_SYSTEM_CALL                      \
	".text\n"                              \
	".hidden posix_system_call\n"          \
	".globl posix_system_call\n"           \
	".type posix_system_call, %function\n" \
	"posix_system_call:\n"                 \
	"	mov x8, x0\n"                        \
	"	mov x0, x1\n"                        \
	"	mov x1, x2\n"                        \
	"	mov x2, x3\n"                        \
	"	mov x3, x4\n"                        \
	"	mov x4, x5\n"                        \
	"	mov x5, x6\n"                        \
	"	svc #0\n"                            \
	"	ret\n"                               \
	".size posix_system_call, . - posix_system_call\n"

/* clone(CLONE_VM | CLONE_VFORK | SIGCHLD, 0) */
#define POSIX_VFORK                   \
	".text\n"                     \
	".globl vfork\n"              \
	".type vfork, %function\n"    \
	"vfork:\n"                    \
	"	stp x29, x30, [sp, -16]!\n" \
	"	bl posix_vfork_begins\n"    \
	"	ldp x29, x30, [sp], 16\n"   \
	"	tbnz w0, 31, 1f\n"          \
	"	mov x0, 0x4111\n"           \
	"	mov x1, 0\n"                \
	"	mov x2, 0\n"                \
	"	mov x3, 0\n"                \
	"	mov x4, 0\n"                \
	"	mov x8, 220\n"              \
	"	svc 0\n"                    \
	"	cbz x0, 1f\n"               \
	"	mov x1, sp\n"               \
	"	stp x29, x30, [sp, -16]!\n" \
	"	bl posix_vfork_returns\n"   \
	"	ldp x29, x30, [sp], 16\n"   \
	"1:	ret\n"                    \
	".size vfork, . - vfork\n"

#define POSIX_STACK_POINTER(context) (context)->uc_mcontext.sp
#define POSIX_ALIGNS_STACK

#endif /* KCOV_POSIX_ARCH_AARCH64_H */
