/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The part of kcov that a host embeds where its "current" lives: task_struct,
 * a TLS block, a CPU structure. No functions and no includes, so that it can
 * stand in any host header once the fixed-width types are known.
 */
#ifndef KCOV_CORE_TYPES_H
#define KCOV_CORE_TYPES_H

struct kcov_device;
struct kcov_section;
struct kcov_session;

/*
 * Where one kind of record goes. "Not collecting" is data and not a branch: an
 * idle slot points at a count word of 0 and has a limit of 0, so the one
 * comparison that finds a full area also finds a disabled one.
 */
struct kcov_pc_slot {
	uintptr_t *area; /* word 0: count, [S] */
	uintptr_t limit; /* records that fit */
};

struct kcov_cmp_slot {
	uint64_t *area; /* word 0: count, [S] */
	uint64_t limit; /* records that fit */
};

/*
 * Contexts, as the value the port computes for "where am I". A task records
 * while its context word equals that value, hence at most in one context.
 */
#define KCOV_CONTEXT_NONE 0xffffffffu
/* Never part of a computed context: while it is set nothing can match. */
#define KCOV_CONTEXT_SWITCHING 0x40000000u

/* Starts of sections without their stop yet, and which of them collect. */
struct kcov_frames {
	uint32_t depth;
	uint32_t live; /* bit n: the n-th frame opened a section */
};

/*
 * All of it belongs to the task itself [O]: only code running as this task
 * (and interrupts on top of it, strictly nested) reads or writes it.
 */
struct kcov_task {
	struct kcov_pc_slot pc;
	struct kcov_cmp_slot cmp;
	uint32_t context;
	/* The device this task enabled, for itself or as remote owner. */
	struct kcov_device *device;
	/* As remote owner: the session. */
	struct kcov_session *session;
	/* The innermost section that collects. */
	struct kcov_section *section;
	struct kcov_frames task_frames;
	struct kcov_frames interrupt_frames;
	/* Inherited by children; names a remote session, 0: none. */
	uint64_t common_handle;
};

/* Two limits of 0, for hosts that keep limits before areas, and a count of 0. */
extern const uint64_t kcov_idle_area[3];

#define KCOV_TASK_IDLE                                             \
	{                                                          \
		.pc = { .area = (uintptr_t *)&kcov_idle_area[2] }, \
		.cmp = { .area = (uint64_t *)&kcov_idle_area[2] }, \
		.context = KCOV_CONTEXT_NONE,                      \
	}

#endif /* KCOV_CORE_TYPES_H */
