// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Makes the contexts: real interrupts, which strike the very task that asks for
 * them and play their part of its script before it goes on.
 */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kcov.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/version.h>
#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/nmi.h>
#endif

#include "module.h"

/* One interrupt on its way, and what it is to play. */
struct strike {
	const struct section_step *from;
	const struct section_step *until;
	const struct task_struct *victim; /* NULL: anybody */
	bool done;
};

/*
 * Interrupts of one kind are asked for one at a time. Not a lock of the
 * kernel's: who asks may be an interrupt itself.
 */
static struct strike softirq_strike, hardirq_strike, nmi_strike, later_strike;
static unsigned long busy;

static bool play_if_struck(struct strike *strike)
{
	if (strike->victim && strike->victim != current)
		return false;
	strike->until = section_play(strike->from);
	WRITE_ONCE(strike->done, true);
	return true;
}

static void take(int kind)
{
	while (test_and_set_bit_lock(kind, &busy)) {
		if (in_task())
			schedule();
		else
			cpu_relax();
	}
}

static void give(int kind)
{
	clear_bit_unlock(kind, &busy);
}

/* --- soft interrupts ---------------------------------------------------- */

static void softirq_body(struct tasklet_struct *unused)
{
	play_if_struck(&softirq_strike);
}

static DECLARE_TASKLET(softirq_tasklet, softirq_body);

/*
 * A soft interrupt that is pending strikes the task which lets them in again,
 * unless the kernel's own thread for them was faster: then once more.
 */
static void strike_softirq(struct strike *strike)
{
	while (!READ_ONCE(strike->done)) {
		local_bh_disable();
		tasklet_hi_schedule(&softirq_tasklet);
		local_bh_enable();
		tasklet_unlock_wait(&softirq_tasklet);
	}
}

/* --- hard interrupts ---------------------------------------------------- */

static struct hrtimer hardirq_timer;

static enum hrtimer_restart hardirq_body(struct hrtimer *unused)
{
	play_if_struck(&hardirq_strike);
	return HRTIMER_NORESTART;
}

/* The timer is this CPU's, which nobody else gets meanwhile. */
static void strike_hardirq(struct strike *strike)
{
	preempt_disable();
	while (!READ_ONCE(strike->done)) {
		hrtimer_start(&hardirq_timer, 0, HRTIMER_MODE_REL_PINNED_HARD);
		while (hrtimer_active(&hardirq_timer))
			cpu_relax();
	}
	preempt_enable();
}

/* --- a soft interrupt in the wake of a hard one -------------------------- */

static DECLARE_COMPLETION(later_done);

static void later_body(struct tasklet_struct *unused)
{
	play_if_struck(&later_strike);
	complete(&later_done);
}

static DECLARE_TASKLET(later_tasklet, later_body);
static struct hrtimer later_timer;

static enum hrtimer_restart raise_later(struct hrtimer *unused)
{
	tasklet_schedule(&later_tasklet);
	return HRTIMER_NORESTART;
}

static void strike_later(struct strike *strike)
{
	reinit_completion(&later_done);
	hrtimer_start(&later_timer, 0, HRTIMER_MODE_REL_HARD);
	wait_for_completion(&later_done);
}

/* --- interrupts that nothing holds off ----------------------------------- */

#ifdef CONFIG_X86_LOCAL_APIC
static int nmi_body(unsigned int command, struct pt_regs *regs)
{
	if (!READ_ONCE(nmi_strike.from) || READ_ONCE(nmi_strike.done))
		return NMI_DONE;
	return play_if_struck(&nmi_strike) ? NMI_HANDLED : NMI_DONE;
}

static void strike_nmi(struct strike *strike)
{
	preempt_disable();
	apic->send_IPI_mask(cpumask_of(smp_processor_id()), NMI_VECTOR);
	while (!READ_ONCE(strike->done))
		cpu_relax();
	preempt_enable();
}

static int prepare_nmi(void)
{
	return register_nmi_handler(NMI_LOCAL, nmi_body, 0, "kcov_sections");
}

static void end_nmi(void)
{
	unregister_nmi_handler(NMI_LOCAL, "kcov_sections");
}
#else
static void strike_nmi(struct strike *strike)
{
}

static int prepare_nmi(void)
{
	return 0;
}

static void end_nmi(void)
{
}
#endif

/* --- all of them ---------------------------------------------------------- */

static const struct kind {
	struct strike *strike;
	void (*make)(struct strike *strike);
	bool exists;
} kinds[] = {
	[IN_SOFTIRQ] = { &softirq_strike, strike_softirq, true },
	[IN_HARDIRQ] = { &hardirq_strike, strike_hardirq, true },
	[IN_NMI] = { &nmi_strike, strike_nmi,
		     IS_ENABLED(CONFIG_X86_LOCAL_APIC) },
	[IN_SOFTIRQ_LATER] = { &later_strike, strike_later, true },
};

bool section_context_exists(u64 context)
{
	if (context == IN_TASK || context == IN_TASK_WITHOUT_SOFTIRQS ||
	    context == IN_TASK_SWITCHING)
		return true;
	return context < ARRAY_SIZE(kinds) && kinds[context].exists;
}

/* Can this context strike on top of that one? */
bool section_context_fits(u64 context, u64 under)
{
	switch (context) {
	case IN_SOFTIRQ:
	case IN_SOFTIRQ_LATER:
		return under == IN_TASK;
	case IN_HARDIRQ:
		return under < IN_HARDIRQ || under == IN_SOFTIRQ_LATER;
	case IN_NMI:
		return under != IN_NMI;
	default:
		return under == IN_TASK;
	}
}

static const struct section_step *strike(enum section_context context,
					 const struct section_step *step)
{
	const struct kind *kind = &kinds[context];
	const struct section_step *until;

	take(context);
	*kind->strike = (struct strike){
		.from = step,
		.victim = context == IN_SOFTIRQ_LATER ? NULL : current,
	};
	kind->make(kind->strike);
	until = kind->strike->until;
	give(context);
	return until;
}

/* As between two tasks, which are the same here: no other may come between. */
static const struct section_step *switching(const struct section_step *step)
{
	preempt_disable();
	kcov_prepare_switch(current);
	step = section_play(step);
	kcov_finish_switch(current);
	preempt_enable();
	return step;
}

const struct section_step *section_interrupt(enum section_context context,
					     const struct section_step *step)
{
	switch (context) {
	case IN_TASK:
		return section_play(step);
	case IN_TASK_WITHOUT_SOFTIRQS:
		local_bh_disable();
		step = section_play(step);
		local_bh_enable();
		return step;
	case IN_TASK_SWITCHING:
		return switching(step);
	default:
		return strike(context, step);
	}
}

/* What Linux has since 6.13, by what it had until 6.14. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static void hrtimer_setup(struct hrtimer *timer,
			  enum hrtimer_restart (*function)(struct hrtimer *),
			  clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

int section_interrupts_prepare(void)
{
	hrtimer_setup(&hardirq_timer, hardirq_body, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_HARD);
	hrtimer_setup(&later_timer, raise_later, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_HARD);
	return prepare_nmi();
}

void section_interrupts_end(void)
{
	end_nmi();
	hrtimer_cancel(&later_timer);
	hrtimer_cancel(&hardirq_timer);
	tasklet_kill(&later_tasklet);
	tasklet_kill(&softirq_tasklet);
}
