// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Handlers that leave by longjmp: the jump passes here, and the handlers whose
 * frames it leaves get to put back what they put aside (signal.c). That needs
 * the stack pointer that the jump goes to, out of a jmp_buf, which libc's
 * setjmp filled. Where we cannot read it, the jump is libc's alone.
 */
#include <dlfcn.h>
#include <setjmp.h>

#include "port/posix/posix.h"

#define KCOV_EXPORT __attribute__((visibility("default")))

#if defined(__GLIBC__) && defined(__x86_64__)
/* Word 6, mangled with a number that is the process's. */
static uintptr_t stack_pointer_of(const uintptr_t *words)
{
	uintptr_t value = words[6] >> 17 | words[6] << 47;

	__asm__("xor %%fs:0x30, %0" : "+r"(value));
	return value;
}
#elif defined(__GLIBC__) && defined(__i386__)
static uintptr_t stack_pointer_of(const uintptr_t *words)
{
	uintptr_t value = words[4] >> 9 | words[4] << 23;

	__asm__("xor %%gs:0x18, %0" : "+r"(value));
	return value;
}
#elif !defined(__GLIBC__) && defined(__x86_64__)
static uintptr_t stack_pointer_of(const uintptr_t *words)
{
	return words[6];
}
#else
#define KCOV_NO_JUMPS
#endif

#ifndef KCOV_NO_JUMPS

static void leave_handlers(const void *buffer)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	kcov_handlers_jump(here, stack_pointer_of(buffer));
}

#ifdef __GLIBC__
typedef void jump_fn(jmp_buf, int);

/*
 * A sanitizer's, libc's own under the name that it has in a static program, or
 * the next in the dynamic linker's order, looked up before there are handlers.
 */
__attribute__((weak)) jump_fn __interceptor_longjmp;
__attribute__((weak)) jump_fn __libc_siglongjmp;
#pragma weak dlsym

static jump_fn *next_jump;
static jump_fn *next_checked;

__attribute__((constructor)) static void find_jumps(void)
{
	if (__interceptor_longjmp)
		next_jump = __interceptor_longjmp;
	else if (__libc_siglongjmp)
		next_jump = __libc_siglongjmp;
	else if (dlsym)
		next_jump = (jump_fn *)dlsym(RTLD_NEXT, "siglongjmp");
	if (dlsym)
		next_checked = (jump_fn *)dlsym(RTLD_NEXT, "__longjmp_chk");
}

_Noreturn static void jump(jmp_buf buffer, int value)
{
	leave_handlers(buffer);
	if (!next_jump)
		find_jumps();
	next_jump(buffer, value);
	__builtin_unreachable();
}

/* Prototypes of the headers stand in the way where they rename. */
_Noreturn void kcov_longjmp(jmp_buf buffer, int value) __asm__("longjmp");
_Noreturn void kcov__longjmp(jmp_buf buffer, int value) __asm__("_longjmp");
_Noreturn void kcov_siglongjmp(jmp_buf buffer, int value) __asm__("siglongjmp");
_Noreturn void kcov_longjmp_chk(jmp_buf buffer,
				int value) __asm__("__longjmp_chk");

KCOV_EXPORT void kcov_longjmp(jmp_buf buffer, int value)
{
	jump(buffer, value);
}

KCOV_EXPORT void kcov__longjmp(jmp_buf buffer, int value)
{
	jump(buffer, value);
}

KCOV_EXPORT void kcov_siglongjmp(jmp_buf buffer, int value)
{
	jump(buffer, value);
}

/* With libc's check that the jump goes up, where we know who makes it. */
KCOV_EXPORT void kcov_longjmp_chk(jmp_buf buffer, int value)
{
	leave_handlers(buffer);
	if (!next_checked)
		jump(buffer, value);
	next_checked(buffer, value);
	__builtin_unreachable();
}
#else
/* musl has a jump of its own in every program; ours is as short. */
_Noreturn void kcov_jump(const uintptr_t *words, int value);
__asm__(".text\n"
	".hidden kcov_jump\n"
	".type kcov_jump, @function\n"
	"kcov_jump:\n"
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
	".size kcov_jump, . - kcov_jump\n");

KCOV_EXPORT _Noreturn void longjmp(jmp_buf buffer, int value)
{
	leave_handlers(buffer);
	kcov_jump((const uintptr_t *)buffer, value);
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
#endif
#endif /* KCOV_NO_JUMPS */
