// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One system call, without libc: libc's syscall() is one of the calls that we
 * stand in for, and it sets errno, which the program must not notice. Any
 * thread, signal handlers too.
 */
#include "port/posix/raw.h"

#if defined(__x86_64__)
__asm__(".text\n"
	".hidden kcov_system_call\n"
	".globl kcov_system_call\n"
	".type kcov_system_call, @function\n"
	"kcov_system_call:\n"
	"	mov %rdi, %rax\n"
	"	mov %rsi, %rdi\n"
	"	mov %rdx, %rsi\n"
	"	mov %rcx, %rdx\n"
	"	mov %r8, %r10\n"
	"	mov %r9, %r8\n"
	"	mov 8(%rsp), %r9\n"
	"	syscall\n"
	"	ret\n"
	".size kcov_system_call, . - kcov_system_call\n");
#elif defined(__i386__)
__asm__(".text\n"
	".hidden kcov_system_call\n"
	".globl kcov_system_call\n"
	".type kcov_system_call, @function\n"
	"kcov_system_call:\n"
	"	push %ebp\n"
	"	push %ebx\n"
	"	push %esi\n"
	"	push %edi\n"
	"	mov 20(%esp), %eax\n"
	"	mov 24(%esp), %ebx\n"
	"	mov 28(%esp), %ecx\n"
	"	mov 32(%esp), %edx\n"
	"	mov 36(%esp), %esi\n"
	"	mov 40(%esp), %edi\n"
	"	mov 44(%esp), %ebp\n"
	"	int $0x80\n"
	"	pop %edi\n"
	"	pop %esi\n"
	"	pop %ebx\n"
	"	pop %ebp\n"
	"	ret\n"
	".size kcov_system_call, . - kcov_system_call\n");
#elif defined(__aarch64__)
__asm__(".text\n"
	".hidden kcov_system_call\n"
	".globl kcov_system_call\n"
	".type kcov_system_call, %function\n"
	"kcov_system_call:\n"
	"	mov x8, x0\n"
	"	mov x0, x1\n"
	"	mov x1, x2\n"
	"	mov x2, x3\n"
	"	mov x3, x4\n"
	"	mov x4, x5\n"
	"	mov x5, x6\n"
	"	svc #0\n"
	"	ret\n"
	".size kcov_system_call, . - kcov_system_call\n");
#else
/* Here interpose.c leaves syscall() alone. */
long kcov_system_call(long number, long a, long b, long c, long d, long e,
		      long f)
{
	int saved_errno = errno;
	long result = syscall(number, a, b, c, d, e, f);

	if (result == -1)
		result = -errno;
	errno = saved_errno;
	return result;
}
#endif
