// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Signals, in two ways: kept out while a call of ours holds a lock, and as the
 * soft interrupts of user space. A handler is not part of what the interrupted
 * thread was asked to do, so its code is not recorded for it; a section that
 * the handler opens collects for its own session.
 *
 * For that the program's handlers run inside one of ours. A handler that leaves
 * by longjmp takes the short way past it, but not past jump.c.
 */
#include <signal.h>
#include <ucontext.h>

#include "core/kcov.h"
#include "core/task.h"
#include "port/posix/posix.h"
#include "port/posix/raw.h"

#define KERNEL_SIGSET_BYTES 8
#define SIGNALS 65

__thread struct kcov_signals kcov_signals;

void kcov_signals_block(void)
{
	uint64_t all = ~0ull;
	uint64_t before;

	if (kcov_signals.depth) {
		kcov_signals.depth++;
		return;
	}
	kcov_raw(SYS_rt_sigprocmask, SIG_BLOCK, &all, &before,
		 KERNEL_SIGSET_BYTES);
	kcov_signals.blocked_before = before;
	kcov_signals.depth = 1;
}

void kcov_signals_restore(void)
{
	uint64_t before = kcov_signals.blocked_before;

	if (--kcov_signals.depth)
		return;
	kcov_raw(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL,
		 KERNEL_SIGSET_BYTES);
}

/* The program's own handlers; the kernel knows only run_handler(). */
static void (*handlers[SIGNALS])(int, siginfo_t *, void *);
/* Whether it said SA_SIGINFO, for when it asks. */
static bool takes_info[SIGNALS];

/*
 * What a handler must not see, and gets back when it returns. Stands in the
 * frame of run_handler(): while a handler is running its own frames are below
 * this, and those of what it interrupted below that of the next one out.
 */
struct interrupted {
	uintptr_t self; /* where it stands: whether it still does */
	struct interrupted *outer;
	uintptr_t stack_pointer; /* of what was interrupted */
	struct kcov_pc_slot pc;
	struct kcov_cmp_slot cmp;
	struct kcov_device *device;
	uint32_t task_context;
	uint32_t thread_context;
	uint32_t depth;
};

static void put_aside(struct interrupted *saved)
{
	saved->pc = kcov_self.pc;
	saved->cmp = kcov_self.cmp;
	saved->device = kcov_self.device;
	saved->task_context = kcov_self.context;
	saved->thread_context = kcov_signals.context;
	saved->depth = kcov_self.interrupt_frames.depth;
	kcov_task_disarm(&kcov_self);
	kcov_signals.context = KCOV_CONTEXT_INTERRUPT;
}

/* A handler may have disabled what it interrupted, or enabled something new. */
static bool is_still_wanted(const struct interrupted *saved)
{
	if (kcov_self.context != KCOV_CONTEXT_NONE)
		return false;
	return kcov_self.section || kcov_self.device == saved->device;
}

static void put_back(const struct interrupted *saved)
{
	/* Starts that the handler left without a stop end here. */
	while (kcov_self.interrupt_frames.depth > saved->depth)
		kcov_section_stop(&kcov_self);
	kcov_signals.context = saved->thread_context;
	if (!is_still_wanted(saved))
		return;
	kcov_self.pc = saved->pc;
	kcov_self.cmp = saved->cmp;
	kcov_task_set_context(&kcov_self, saved->task_context);
}

/* On which nobody has left its handler by a way that we did not see. */
static __thread struct interrupted *innermost;

/*
 * The kernel reads for us: after a way out that we did not see the frame may be
 * something else, or nothing.
 */
static bool read_innermost(struct interrupted *record)
{
	return innermost &&
	       !kcov_port_copy_in(record, (uintptr_t)innermost,
				  sizeof(*record)) &&
	       record->self == (uintptr_t)innermost;
}

/*
 * A jump to `to` on the stack by code whose frame is at `from` leaves a handler
 * unless that frame is between the two: then it stays among the frames that the
 * handler itself called. What a handler interrupted is the code that jumps out
 * of the next one, perhaps on another stack.
 */
void kcov_handlers_jump(uintptr_t from, uintptr_t to)
{
	struct interrupted record;

	if (!innermost)
		return;
	kcov_signals_block();
	while (read_innermost(&record) && !(from <= to && to <= record.self)) {
		innermost = record.outer;
		put_back(&record);
		from = record.stack_pointer;
	}
	kcov_signals_restore();
}

static uintptr_t stack_pointer_of(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__i386__)
	return (uintptr_t)context->uc_mcontext.gregs[REG_ESP];
#elif defined(__aarch64__)
	return (uintptr_t)context->uc_mcontext.sp;
#else
	/* Right for a handler on the stack that it interrupted. */
	return (uintptr_t)context + sizeof(*context);
#endif
}

/*
 * A handler that takes one argument does not mind the other two. It returns to
 * what it interrupted, which is a jump like any other.
 */
static void run_handler(int number, siginfo_t *info, void *machine)
{
	struct interrupted saved = { .stack_pointer =
					     stack_pointer_of(machine) };

	kcov_handlers_jump(saved.stack_pointer, saved.stack_pointer);
	put_aside(&saved);
	saved.self = (uintptr_t)&saved;
	saved.outer = innermost;
	innermost = &saved;
	handlers[number](number, info, machine);
	kcov_handlers_jump((uintptr_t)__builtin_frame_address(0),
			   saved.stack_pointer);
}

static bool is_function(const struct sigaction *action)
{
	return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN &&
	       action->sa_handler != SIG_ERR;
}

/* sigaction() for the program: installs our handler around the program's. */
int kcov_signal_action(int number, const struct sigaction *action,
		       struct sigaction *old)
{
	void (*previous)(int, siginfo_t *, void *);
	struct sigaction outer;
	bool took_info;
	int err;

	if (number < 1 || number >= SIGNALS)
		return -EINVAL;
	previous = handlers[number];
	took_info = takes_info[number];
	if (action && is_function(action)) {
		outer = *action;
		outer.sa_flags |= SA_SIGINFO;
		outer.sa_sigaction = run_handler;
		/* In time for a signal that comes at once. */
		handlers[number] = action->sa_sigaction;
		takes_info[number] = action->sa_flags & SA_SIGINFO;
		action = &outer;
	}
	err = kcov_raw_sigaction(number, action, old);
	if (err) {
		handlers[number] = previous;
		takes_info[number] = took_info;
	} else if (old && old->sa_sigaction == run_handler) {
		old->sa_sigaction = previous;
		if (!took_info)
			old->sa_flags &= ~SA_SIGINFO;
	}
	return err;
}
