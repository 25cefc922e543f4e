// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Handlers that leave by longjmp: the jump passes here, and the handlers whose
 * frames it leaves get to put back what they put aside (../signal.c). That
 * needs the stack pointer that the jump goes to, out of a jmp_buf, which musl's
 * setjmp filled. Built where that can be read; elsewhere the jump is libc's
 * alone.
 */
#include <setjmp.h>

#include "port/posix/os/arch.h"
#include "port/posix/signals/signals.h"

static void leave_handlers(const void *buffer)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	posix_handlers_jump(here, POSIX_JUMP_TARGET((const uintptr_t *)buffer));
}

/* musl has a jump of its own in every program; ours is as short. */
_Noreturn void posix_jump(const uintptr_t *words, int value);
__asm__(".text\n"
	".hidden posix_jump\n"
	".type posix_jump, @function\n"
	"posix_jump:\n"
	"	xor %eax, %eax\n"
	"	cmp $1, %esi\n"
	"	adc %esi, %eax\n"
	"	mov (%rdi), %rbx\n"
	"	mov 8(%rdi), %rbp\n"
	"	mov 16(%rdi), %r12\n"
	"	mov 24(%rdi), %r13\n"
	"	mov 32(%rdi), %r14\n"
	"	mov 40(%rdi), %r15\n"
	"	mov 48(%rdi), %rsp\n"
	"	jmp *56(%rdi)\n"
	".size posix_jump, . - posix_jump\n");

KCOV_EXPORT _Noreturn void longjmp(jmp_buf buffer, int value)
{
	leave_handlers(buffer);
	posix_jump((const uintptr_t *)buffer, value);
}

KCOV_EXPORT _Noreturn void _longjmp(jmp_buf buffer, int value)
{
	longjmp(buffer, value);
}

/* What sigsetjmp put into the buffer restores the mask where it lands. */
KCOV_EXPORT _Noreturn void siglongjmp(sigjmp_buf buffer, int value)
{
	longjmp(buffer, value);
}
