// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A new thread inherits the common handle of its creator, and begins to be
 * collected where somebody wants that (collect.c). Where neither is the case
 * the creation goes straight to libc; else what the thread begins with waits in
 * a page of its own, which the thread gives back before it calls its routine.
 *
 * Not seen here are the threads that libc makes for itself: compat.md,
 * "thread-handles".
 */
#include <dlfcn.h>
#include <mqueue.h>
#include <pthread.h>
#include <threads.h>

#include "core/kcov.h"
#include "core/types.h"
#include "port/posix/calls/calls.h"
#include "port/posix/os/raw.h"

typedef void *routine_fn(void *);
typedef int pthread_create_fn(pthread_t *, const pthread_attr_t *, routine_fn *,
			      void *);
typedef int thrd_create_fn(thrd_t *, thrd_start_t, void *);

/*
 * The creation that ours stands before: a sanitizer's, which must know of every
 * thread; libc's own under the name it has where libc is linked statically; the
 * next one that the dynamic linker finds. Weak: no program has all three.
 */
__attribute__((weak)) pthread_create_fn __interceptor_pthread_create;
__attribute__((weak)) pthread_create_fn __pthread_create;
#pragma weak dlsym

/*
 * A static link brings __pthread_create only for somebody who needs it, as one
 * small function of each libc does. (Before 2.34 glibc had it in librt.)
 */
#if !defined(__GLIBC__)
__attribute__((used)) static void *const bring = (void *)pthread_exit;
#elif __GLIBC_PREREQ(2, 34)
__attribute__((used)) static void *const bring = (void *)mq_notify;
#endif

static int real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			       routine_fn *routine, void *argument)
{
	static pthread_create_fn *next;

	if (__interceptor_pthread_create)
		return __interceptor_pthread_create(thread, attr, routine,
						    argument);
	if (__pthread_create)
		return __pthread_create(thread, attr, routine, argument);
	if (!next && dlsym)
		next = (pthread_create_fn *)dlsym(RTLD_NEXT, "pthread_create");
	return next ? next(thread, attr, routine, argument) : EAGAIN;
}

/* What a thread begins with. */
struct start {
	uint64_t common_handle;
	routine_fn *routine;
	thrd_start_t c11; /* instead of routine */
	void *argument;
};

static void inherit(struct start *start)
{
	const struct kcov_task creator = { .common_handle =
						   start->common_handle };

	kcov_task_created(&kcov_self, &creator);
	kcov_port_free(start, sizeof(*start));
	posix_collect_thread();
}

static void *begin(void *argument)
{
	struct start start = *(struct start *)argument;

	inherit(argument);
	return start.routine(start.argument);
}

/* Both libcs take the result of a C11 thread out of the pointer like this. */
static void *begin_c11(void *argument)
{
	struct start start = *(struct start *)argument;

	inherit(argument);
	return (void *)(intptr_t)start.c11(start.argument);
}

/* 0 or an error number. */
static int create(pthread_t *thread, const pthread_attr_t *attr,
		  routine_fn *begin_with, const struct start *wanted)
{
	struct start *start = kcov_port_alloc(sizeof(*start));
	int err;

	if (!start)
		return EAGAIN;
	*start = *wanted;
	err = real_pthread_create(thread, attr, begin_with, start);
	if (err)
		kcov_port_free(start, sizeof(*start));
	return err;
}

KCOV_EXPORT int pthread_create(pthread_t *restrict thread,
			       const pthread_attr_t *restrict attr,
			       routine_fn *routine, void *restrict argument)
{
	const struct start start = { .common_handle = kcov_self.common_handle,
				     .routine = routine,
				     .argument = argument };

	if (!start.common_handle && !posix_collects_threads())
		return real_pthread_create(thread, attr, routine, argument);
	return create(thread, attr, begin, &start);
}

KCOV_EXPORT int thrd_create(thrd_t *thread, thrd_start_t routine,
			    void *argument)
{
	static thrd_create_fn *next;
	const struct start start = { .common_handle = kcov_self.common_handle,
				     .c11 = routine,
				     .argument = argument };

	if (!next && dlsym)
		next = (thrd_create_fn *)dlsym(RTLD_NEXT, "thrd_create");
	if (next && !start.common_handle && !posix_collects_threads())
		return next(thread, routine, argument);
	switch (create(thread, NULL, begin_c11, &start)) {
	case 0:
		return thrd_success;
	case ENOMEM:
		return thrd_nomem;
	default:
		return thrd_error;
	}
}
