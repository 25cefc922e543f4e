// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Children that run in their parent's thread block: vfork(), and clone() with
 * CLONE_VM and without CLONE_SETTLS. Each begins as a task that collects
 * nothing (lend.c). What libc makes for itself (posix_spawn and its users)
 * executes nothing but libc until it executes a program.
 */
#include <dlfcn.h>
#include <sched.h>
#include <stdarg.h>

#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

#ifdef POSIX_VFORK
/* The parent's stack is the child's: what it returns to is kept elsewhere. */
__asm__(POSIX_VFORK);

/* AddressSanitizer's own vfork() would tell it which frames are gone. */
__attribute__((weak)) void __asan_handle_vfork(void *stack_pointer);

__attribute__((used)) int posix_vfork_begins(void);
__attribute__((used)) int posix_vfork_returns(long result, void *stack_pointer);

int posix_vfork_begins(void)
{
	return (int)posix_set_errno(posix_lend(false));
}

int posix_vfork_returns(long result, void *stack_pointer)
{
	posix_lent_returns();
	if (__asan_handle_vfork)
		__asan_handle_vfork(stack_pointer);
	return (int)posix_set_errno(result);
}
#endif

typedef int clone_fn(int (*)(void *), void *, int, void *, ...);

/* As in inherit.c: a sanitizer's, a static libc's, or the linker's next. */
__attribute__((weak)) clone_fn __interceptor_clone;
__attribute__((weak)) clone_fn __clone;
#pragma weak dlsym

static clone_fn *real_clone(void)
{
	static clone_fn *next;

	if (__interceptor_clone)
		return __interceptor_clone;
	if (__clone)
		return __clone;
	if (!next && dlsym)
		next = (clone_fn *)dlsym(RTLD_NEXT, "clone");
	return next;
}

/* At the top of the child's stack, for a child that is there beside its parent.
 */
struct start {
	int (*routine)(void *);
	void *argument;
};

/* Only an end by returning is seen here; lend.c looks for the others. */
static int begin(void *argument)
{
	const struct start start = *(struct start *)argument;
	int status = start.routine(start.argument);

	posix_lent_returns();
	return status;
}

KCOV_EXPORT int clone(int (*routine)(void *), void *stack, int flags,
		      void *argument, ...)
{
	const bool borrows = flags & CLONE_VM && !(flags & CLONE_SETTLS);
	const bool beside = borrows && !(flags & CLONE_VFORK);
	struct start *start;
	void *more[3];
	va_list list;
	int result, i;

	va_start(list, argument);
	for (i = 0; i < 3; i++)
		more[i] = va_arg(list, void *);
	va_end(list);
	if (borrows && posix_lend(beside))
		return (int)posix_set_errno(-ENOMEM);
	if (beside && stack) {
		start = (struct start *)((uintptr_t)stack & ~(uintptr_t)15) - 1;
		*start = (struct start){ routine, argument };
		stack = start;
		routine = begin;
		argument = start;
	}
	result = real_clone()(routine, stack, flags, argument, more[0], more[1],
			      more[2]);
	if (borrows && (!beside || result < 0)) {
		int saved_errno = errno;

		posix_lent_returns();
		errno = saved_errno;
	}
	return result;
}
