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
#include "port/posix/signals/signals.h"
#include "port/posix/os/raw.h"

#define KERNEL_SIGSET_BYTES 8
#define SIGNALS 65

__thread struct posix_signals posix_signals;

void posix_signals_block(void)
{
	uint64_t all = ~0ull;
	uint64_t before;

	if (posix_signals.depth) {
		posix_signals.depth++;
		return;
	}
	posix_raw(SYS_rt_sigprocmask, SIG_BLOCK, &all, &before,
		  KERNEL_SIGSET_BYTES);
	posix_signals.blocked_before = before;
	posix_signals.depth = 1;
}

void posix_signals_restore(void)
{
	uint64_t before = posix_signals.blocked_before;

	if (--posix_signals.depth)
		return;
	posix_raw(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL,
		  KERNEL_SIGSET_BYTES);
}

/* The program's own handlers; the kernel knows only run_handler(). */
static void (*handlers[SIGNALS])(int, siginfo_t *, void *);
/* Whether it said SA_SIGINFO, for when it asks. */
static bool takes_info[SIGNALS];

/*
 * What the interrupted code collected for. The handler must not see this, and
 * the interrupted code gets it back when the handler returns. The struct stands
 * in the frame of run_handler(). Invariant: while a handler runs, the frames of
 * the handler are below its struct, and the frames of the code that it
 * interrupted are below the struct of the next handler out.
 */
struct interrupted {
	uintptr_t self; /* the struct's own address, while it is valid */
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
	saved->thread_context = posix_signals.context;
	saved->depth = kcov_self.interrupt_frames.depth;
	kcov_task_disarm(&kcov_self);
	posix_signals.context = KCOV_CONTEXT_INTERRUPT;
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
	posix_signals.context = saved->thread_context;
	if (!is_still_wanted(saved))
		return;
	kcov_self.pc = saved->pc;
	kcov_self.cmp = saved->cmp;
	kcov_task_set_context(&kcov_self, saved->task_context);
}

/*
 * The struct of the handler that runs now. The frame with the struct may be
 * gone if the handler was left by a way that the library did not see.
 */
static __thread struct interrupted *innermost;

/*
 * A system call copies the struct, as its memory may be used for something else
 * by now, or not be mapped. A copy whose address does not match is refused.
 */
static bool read_innermost(struct interrupted *record)
{
	return innermost &&
	       !kcov_port_copy_in(record, (uintptr_t)innermost,
				  sizeof(*record)) &&
	       record->self == (uintptr_t)innermost;
}

/*
 * Code whose frame is at `from` jumps to the frame at `to`; stacks grow down.
 * The jump stays inside the innermost handler if `from` is not above `to` and
 * `to` is not above the struct of the handler: then both frames are the
 * handler's. Every other jump leaves the handler. For the next handler out, the
 * jump then comes from the code that this handler interrupted, which may be on
 * another stack.
 */
void posix_handlers_jump(uintptr_t from, uintptr_t to)
{
	struct interrupted record;

	if (!innermost)
		return;
	posix_signals_block();
	while (read_innermost(&record) && !(from <= to && to <= record.self)) {
		innermost = record.outer;
		put_back(&record);
		from = record.stack_pointer;
	}
	posix_signals_restore();
}

/*
 * Called by the kernel instead of the program's handler. A handler that takes
 * one argument ignores the other two. The return of a handler is treated as a
 * jump to the code that the handler interrupted.
 */
static void run_handler(int number, siginfo_t *info, void *machine)
{
	const ucontext_t *context = machine;
	struct interrupted saved = {
		.stack_pointer = (uintptr_t)POSIX_STACK_POINTER(context)
	};

	posix_handlers_jump(saved.stack_pointer, saved.stack_pointer);
	put_aside(&saved);
	saved.self = (uintptr_t)&saved;
	saved.outer = innermost;
	innermost = &saved;
	handlers[number](number, info, machine);
	posix_handlers_jump((uintptr_t)__builtin_frame_address(0),
			    saved.stack_pointer);
}

static bool is_function(const struct sigaction *action)
{
	return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN &&
	       action->sa_handler != SIG_ERR;
}

/* sigaction() for the program: installs our handler around the program's. */
int posix_signal_action(int number, const struct sigaction *action,
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
	err = posix_raw_sigaction(number, action, old);
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
