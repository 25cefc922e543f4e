/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The part of kcov that a host embeds where its "current" lives: task_struct,
 * a TLS block, a CPU structure. No functions and no includes, so that it can
 * stand in any host header once the fixed-width types are known.
 */
#ifndef KCOV_CORE_TYPES_H
#define KCOV_CORE_TYPES_H

struct kcov_device;
struct kcov_feedback;
struct kcov_section;
struct kcov_session;

/*
 * Where one kind of record goes. "Not collecting" is data and not a branch: an
 * idle slot points at a count word of 1 and has a limit of 0, so the one
 * comparison that finds a full area also finds a disabled one. A count that
 * equals the limit is an area that is full, or one that the plain trace has no
 * say in: refused.h.
 */
struct kcov_pc_slot {
	uintptr_t *area;		/* word 0: count, [S] */
	uintptr_t limit;		/* records that fit */
	struct kcov_feedback *feedback; /* where the host asks it; or NULL */
};

struct kcov_cmp_slot {
	uint64_t *area;			/* word 0: count, [S] */
	uint64_t limit;			/* records that fit */
	struct kcov_feedback *feedback; /* as above */
};

/*
 * Contexts, as the value the port computes for "where am I". A task records
 * while its context word equals that value, hence at most in one context.
 */
#define KCOV_CONTEXT_NONE 0xffffffffu
/*
 * Bits that a host may set in a task's context word and that are never part of
 * a computed context: while one is set nothing can match.
 */
#define KCOV_CONTEXT_SWITCHING 0x40000000u
#define KCOV_CONTEXT_PAUSED 0x20000000u

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
	/* The device this task enabled; core/device.h says for what. */
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

/*
 * Which PCs were logged since the reset: a table of PCs, 0 where there is none,
 * and which of its places are used, so that a reset costs what was used.
 */
#define KCOV_SET_REACH 16 /* places that a PC may have */

struct kcov_seen {
	uintptr_t *pcs; /* 1 << bits; NULL: no set */
	uint32_t *used; /* as many */
	uint32_t bits;
};

/*
 * What stands beside an area, a device's or a section's: private to the host,
 * as limits are. [O] the task that collects, one at a time, while a slot points
 * here; [C] constant meanwhile.
 *
 * A slot may point at pc_count or cmp_count instead of an area: the limit,
 * which stands before it as on hosts that keep limits before areas, is equal to
 * the count for ever, and the number says what to do. Both are 0 where a fork
 * has wiped them, which says: nothing.
 */
#define KCOV_COUNT_EDGES (~(uintptr_t)7)  /* a PC ends an edge */
#define KCOV_COUNT_UNIQUE (~(uintptr_t)0) /* a PC is logged if it is new */
#define KCOV_COUNT_BESIDE (~(uint64_t)0)  /* comparisons: the area's end */

struct kcov_feedback {
	uint64_t pc_limit;  /* [C] of a slot that points at the next word */
	uintptr_t pc_count; /* [C] KCOV_COUNT_*; 0: none does */
	/* Of a set: 32 - bits; of a map: the same. */
	uint32_t shift;	   /* [C] */
	uint32_t previous; /* [O] edges: the last PC, times the factor */
	/* Places of the set, or entries of the map's list, that are used. */
	uint32_t used;	      /* [O] */
	uintptr_t limit;      /* [C] records, or entries of the list */
	uintptr_t *area;      /* [C] of the device [S] */
	struct kcov_seen set; /* [C] what it points at: [O] */
	uint64_t *lost;	      /* [C] counts what found no room */
	uint64_t *repeated;   /* [C] counts what found no place in the set */
	uint64_t cmp_limit;   /* [C] as pc_limit */
	uint64_t cmp_count;   /* [C] KCOV_COUNT_BESIDE; 0: none */
	uint64_t *cmp_area;   /* [C] of the device [S] */
	uint64_t cmp_room;    /* [C] records that fit there */
	uint64_t *cmp_lost;   /* [C] */
};

/* For hosts that keep them before areas, a kind and a limit of 0; a count of 1.
 */
extern const uint64_t kcov_idle_area[3];

#define KCOV_PC_IDLE { .area = (uintptr_t *)&kcov_idle_area[2] }
#define KCOV_CMP_IDLE { .area = (uint64_t *)&kcov_idle_area[2] }
#define KCOV_TASK_IDLE                        \
	{                                     \
		.pc = KCOV_PC_IDLE,           \
		.cmp = KCOV_CMP_IDLE,         \
		.context = KCOV_CONTEXT_NONE, \
	}

#endif /* KCOV_CORE_TYPES_H */
