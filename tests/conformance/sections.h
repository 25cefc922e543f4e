/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a program asks of the test module: to play a script, step by step, in
 * the calling task and in interrupts that strike it. One system call plays all
 * of it, so nothing else happens between two steps.
 */
#ifndef KCOV_SECTIONS_H
#define KCOV_SECTIONS_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SECTIONS_PATH "/sys/kernel/debug/kcov_sections"
#define SECTIONS_STEPS 32

enum section_action {
	SECTION_END,   /* of the script */
	SECTION_START, /* value: a handle */
	SECTION_STOP,
	SECTION_TARGET, /* value: enum section_target, or that plus a path */
	SECTION_ENTER,	/* value: enum section_context; until SECTION_LEAVE */
	SECTION_LEAVE,
	SECTION_PAUSE,
	SECTION_RESUME, /* from the innermost pause of this context */
	SECTION_WAKE,	/* value: which of those that wait, one of them */
	SECTION_WAIT,	/* the same; sleeps, so in tasks only */
};

#define SECTIONS_WAITERS 2

enum section_target {
	TARGET_A,
	TARGET_B,
	TARGET_COMPARE_A,
	TARGET_PATH, /* and more */
};

enum section_context {
	IN_TASK,
	IN_TASK_WITHOUT_SOFTIRQS, /* they are held off */
	IN_SOFTIRQ,
	IN_HARDIRQ,
	IN_NMI,
	/* A soft interrupt that a hard one leaves behind; any task may run it. */
	IN_SOFTIRQ_LATER,
	/* The task's own code while the scheduler has marked it. */
	IN_TASK_SWITCHING,
};

struct section_step {
	__u64 action;
	__u64 value;
};

/*
 * EOPNOTSUPP: this kernel cannot make one of the contexts, nothing was played.
 */
#define SECTIONS_PLAY _IOW('k', 1, struct section_step[SECTIONS_STEPS])
#define SECTIONS_COMMON_HANDLE _IOR('k', 2, __u64)

/* Of the last start and the last stop that anybody played. */
struct section_cycles {
	__u64 start;
	__u64 stop;
};
#define SECTIONS_CYCLES _IOR('k', 3, struct section_cycles)

#endif /* KCOV_SECTIONS_H */
