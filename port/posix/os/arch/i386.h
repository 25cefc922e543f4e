/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What 32-bit x86 has of its own: arch.h says what each name is. */
#ifndef KCOV_POSIX_ARCH_I386_H
#define KCOV_POSIX_ARCH_I386_H

#define POSIX_MACHINE i386
#define POSIX_SYSTEM_CALL                      \
	".text\n"                              \
	".hidden posix_system_call\n"          \
	".globl posix_system_call\n"           \
	".type posix_system_call, @function\n" \
	"posix_system_call:\n"                 \
	"	push %ebp\n"                         \
	"	push %ebx\n"                         \
	"	push %esi\n"                         \
	"	push %edi\n"                         \
	"	mov 20(%esp), %eax\n"                \
	"	mov 24(%esp), %ebx\n"                \
	"	mov 28(%esp), %ecx\n"                \
	"	mov 32(%esp), %edx\n"                \
	"	mov 36(%esp), %esi\n"                \
	"	mov 40(%esp), %edi\n"                \
	"	mov 44(%esp), %ebp\n"                \
	"	int $0x80\n"                         \
	"	pop %edi\n"                          \
	"	pop %esi\n"                          \
	"	pop %ebx\n"                          \
	"	pop %ebp\n"                          \
	"	ret\n"                               \
	".size posix_system_call, . - posix_system_call\n"

#define POSIX_STACK_POINTER(context) (context)->uc_mcontext.gregs[REG_ESP]
#define POSIX_ALIGNS_STACK __attribute__((force_align_arg_pointer))

#ifdef __GLIBC__
#define POSIX_JUMP_TARGET(words)                                    \
	({                                                          \
		uintptr_t to_ = (words)[4] >> 9 | (words)[4] << 23; \
		__asm__("xor %%gs:0x18, %0" : "+r"(to_));           \
		to_;                                                \
	})
#endif

#endif /* KCOV_POSIX_ARCH_I386_H */
