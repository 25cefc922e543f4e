/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What x86-64 has of its own: arch.h says what each name is. */
#ifndef KCOV_POSIX_ARCH_X86_64_H
#define KCOV_POSIX_ARCH_X86_64_H

#define POSIX_MACHINE x86_64
#define POSIX_SYSTEM_CALL                      \
	".text\n"                              \
	".hidden posix_system_call\n"          \
	".globl posix_system_call\n"           \
	".type posix_system_call, @function\n" \
	"posix_system_call:\n"                 \
	"	mov %rdi, %rax\n"                    \
	"	mov %rsi, %rdi\n"                    \
	"	mov %rdx, %rsi\n"                    \
	"	mov %rcx, %rdx\n"                    \
	"	mov %r8, %r10\n"                     \
	"	mov %r9, %r8\n"                      \
	"	mov 8(%rsp), %r9\n"                  \
	"	syscall\n"                           \
	"	ret\n"                               \
	".size posix_system_call, . - posix_system_call\n"

/*
 * What vfork() returns to is kept in a register that the kernel leaves alone.
 */
#define POSIX_VFORK                   \
	".text\n"                     \
	".globl vfork\n"              \
	".type vfork, @function\n"    \
	"vfork:\n"                    \
	"	sub $8, %rsp\n"             \
	"	call posix_vfork_begins\n"  \
	"	add $8, %rsp\n"             \
	"	test %eax, %eax\n"          \
	"	js 1f\n"                    \
	"	pop %rdi\n"                 \
	"	mov $58, %eax\n"            \
	"	syscall\n"                  \
	"	push %rdi\n"                \
	"	test %rax, %rax\n"          \
	"	jz 1f\n"                    \
	"	mov %rax, %rdi\n"           \
	"	lea 8(%rsp), %rsi\n"        \
	"	sub $8, %rsp\n"             \
	"	call posix_vfork_returns\n" \
	"	add $8, %rsp\n"             \
	"1:	ret\n"                    \
	".size vfork, . - vfork\n"

/* Debuggers know these very bytes. */
#define POSIX_SIGNAL_RETURN                      \
	".text\n"                                \
	".hidden posix_signal_return\n"          \
	".type posix_signal_return, @function\n" \
	"posix_signal_return:\n"                 \
	"	mov $15, %rax\n"                       \
	"	syscall\n"                             \
	".size posix_signal_return, . - posix_signal_return\n"

#define POSIX_STACK_POINTER(context) (context)->uc_mcontext.gregs[REG_RSP]
#define POSIX_ALIGNS_STACK __attribute__((force_align_arg_pointer))

/* Word 6; glibc mangles it with a number that is the process's. */
#ifdef __GLIBC__
#define POSIX_JUMP_TARGET(words)                                     \
	({                                                           \
		uintptr_t to_ = (words)[6] >> 17 | (words)[6] << 47; \
		__asm__("xor %%fs:0x30, %0" : "+r"(to_));            \
		to_;                                                 \
	})
#else
#define POSIX_JUMP_TARGET(words) ((words)[6])
#endif

/* Not the ABI with 32-bit pointers; musl has no ifuncs. */
#if defined(__LP64__) && defined(__GLIBC__)
#define POSIX_HAS_EARLY 1
#endif

#endif /* KCOV_POSIX_ARCH_X86_64_H */
