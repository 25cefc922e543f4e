// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * L-T1: a child that borrows its parent's memory is a task of its own, whether
 * its parent waits (vfork, CLONE_VFORK) or goes on beside it: it feeds nobody's
 * session, it has none to disable, and the parent's goes on.
 * kills: a fork path that copies the session when the memory is shared; (user
 * space) a thread block that belongs to whoever runs in it, a child with a
 * block of its own that takes its parent's, a parent that waits and is told
 * otherwise.
 */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "harness.h"
#include "target.h"

#define STACK_BYTES (256ul << 10)

static struct session session;
static struct trace marks;
static int in_child;

/* No check may print here: the memory is the parent's. */
static int be_child(void *unused)
{
	(void)unused;
	target_b();
	if (ioctl(session.fd, KCOV_DISABLE, 0) != -1 || errno != EINVAL)
		in_child = 1;
	target_b();
	return 0;
}

static void check_parent(pid_t pid)
{
	struct trace trace;

	CHECK_EXIT(pid, 0);
	CHECK_EQ(in_child, 0);
	trace = trace_take(&session);
	CHECK_EQ(trace_marks(&trace, &marks), 0);
	trace = trace_of(&session, target_b);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
}

static void by_vfork(void)
{
	pid_t pid;

	enable_empty(&session);
	pid = vfork();
	if (!pid)
		_exit(be_child(NULL));
	check_parent(pid);
}

/* The child of a child, which waits for it. */
static void by_vfork_twice(void)
{
	pid_t pid, grandchild;

	enable_empty(&session);
	pid = vfork();
	if (!pid) {
		grandchild = vfork();
		if (!grandchild)
			_exit(be_child(NULL));
		_exit(grandchild < 0 || be_child(NULL));
	}
	check_parent(pid);
}

static void by_clone(int flags)
{
	char *stack = CHECK_OK(mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	pid_t pid;

	enable_empty(&session);
	pid = CHECK_OK(clone(be_child, stack + STACK_BYTES,
			     CLONE_VM | flags | SIGCHLD, NULL));
	check_parent(pid);
	CHECK_OK(munmap(stack, STACK_BYTES));
}

__attribute__((unused)) static void refused_clone(void)
{
	struct trace trace;

	enable(&session);
	CHECK_ERR(clone(be_child, NULL, CLONE_VM | SIGCHLD, NULL), EINVAL);
	trace = trace_of(&session, target_b);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
}

#ifdef __x86_64__
/* Needs nothing of the block, which holds nothing. */
static int stay(void *unused)
{
	(void)unused;
	for (;;) {
		long number = SYS_pause;

		__asm__ volatile("syscall"
				 : "+a"(number)
				 :
				 : "rcx", "r11", "memory");
	}
	return 0;
}

/* A child with a block of its own borrows none: its parent goes on. */
static void by_clone_with_block(void)
{
	char *stack = CHECK_OK(mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	struct trace trace;
	pid_t pid;

	enable(&session);
	pid = CHECK_OK(clone(stay, stack + STACK_BYTES / 2,
			     CLONE_VM | CLONE_SETTLS | SIGCHLD, NULL, NULL,
			     stack + STACK_BYTES / 2 + 4096, NULL));
	trace = trace_of(&session, target_b);
	CHECK_OK(kill(pid, SIGKILL));
	CHECK_EQ(CHECK_OK(waitpid(pid, NULL, __WALL)), pid);
	CHECK_EQ(trace_marks(&trace, &marks), marks.n);
	disable(&session);
	CHECK_OK(munmap(stack, STACK_BYTES));
}
#endif

static void clone_with(void *flags)
{
	by_clone((int)(intptr_t)flags);
}

/* Beside one child the parent collects nothing, which is said; else nothing is.
 */
static void check_told(void)
{
	CHECK(strstr(complaint_of(clone_with, NULL), "CLONE_VFORK"));
	CHECK(!*complaint_of(clone_with, (void *)(intptr_t)CLONE_VFORK));
}

TEST("a child in its parent's memory is not traced, and the parent is")
{
#ifdef __i386__
	if (host_is(USER))
		SKIP("32-bit programs for x86 have libc's vfork");
#endif
	session = session_open(WORDS);
	marks = marks_of(&session, target_b, bustle);
	/* Once a process is all that it is said. */
	if (host_is(USER))
		check_told();
	by_vfork();
	by_vfork_twice();
	by_clone(CLONE_VFORK);
	by_clone(0);
#ifdef __x86_64__
	by_clone_with_block();
#endif
#ifdef __GLIBC__
	/* musl's clone() stores into the stack before it asks for one. */
	refused_clone();
#endif
	session_close(&session);
}
