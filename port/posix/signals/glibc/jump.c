// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Handlers that leave by longjmp: the jump passes here, and the handlers whose
 * frames it leaves get to put back what they put aside (../signal.c). That
 * needs the stack pointer that the jump goes to, out of a jmp_buf, which
 * glibc's setjmp filled. Built where that can be read; elsewhere the jump is
 * libc's alone.
 */
#include <dlfcn.h>
#include <setjmp.h>

#include "port/posix/os/arch.h"
#include "port/posix/signals/signals.h"

static void leave_handlers(const void *buffer)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	posix_handlers_jump(here, POSIX_JUMP_TARGET((const uintptr_t *)buffer));
}

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
_Noreturn void posix_longjmp(jmp_buf buffer, int value) __asm__("longjmp");
_Noreturn void posix__longjmp(jmp_buf buffer, int value) __asm__("_longjmp");
_Noreturn void posix_siglongjmp(jmp_buf buffer,
				int value) __asm__("siglongjmp");
_Noreturn void posix_longjmp_chk(jmp_buf buffer,
				 int value) __asm__("__longjmp_chk");

KCOV_EXPORT void posix_longjmp(jmp_buf buffer, int value)
{
	jump(buffer, value);
}

KCOV_EXPORT void posix__longjmp(jmp_buf buffer, int value)
{
	jump(buffer, value);
}

KCOV_EXPORT void posix_siglongjmp(jmp_buf buffer, int value)
{
	jump(buffer, value);
}

/* With libc's check that the jump goes up, where we know who makes it. */
KCOV_EXPORT void posix_longjmp_chk(jmp_buf buffer, int value)
{
	leave_handlers(buffer);
	if (!next_checked)
		jump(buffer, value);
	next_checked(buffer, value);
	__builtin_unreachable();
}
