/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A task, its device, somebody else's remote session; what is done there
 * (operations.c), what strikes meanwhile (strikes.c), and what may be found
 * afterwards (scene.c).
 */
#ifndef KCOV_TESTS_INTERRUPTS_SCENE_H
#define KCOV_TESTS_INTERRUPTS_SCENE_H

#include "tests/core/fixture.h"

enum { WORDS = 256, SECTION_WORDS = 256, CASES = 3, SECTION_RECORDS = 2 };

/* A count that a client may store, with room behind it in any mode. */
enum { ELSEWHERE = 5 };

/* Who recorded, as the PC of every record; none is a count. */
enum {
	PC_OUTER = 0x51510001,
	PC_EARLY = 0x51510002,
	PC_SECTION = 0x51510003,
	PC_NOBODY = 0x51510004,
};

/* Operands of comparisons: those of a switch come one by one after CASE. */
enum {
	OUTER_ARG1 = 3,
	OUTER_ARG2 = 5,
	CASE = 10,
	EARLY_ARG1 = 7,
	EARLY_ARG2 = 9
};

/* Handles: of the session that is there, of one that comes, of none. */
enum { HANDLE = 7, HANDLE_NEW = 9, HANDLE_NONE = 11 };

struct operation {
	const char *name;
	enum kcov_mode mode; /* of the task's device */
	void (*prepare)(void);
	void (*run)(void);
	unsigned int records;  /* a callback: that it must leave */
	unsigned int delivers; /* a stop: records of its section */
	uint64_t handle;       /* that sections in interrupts use */
	bool moves_session;    /* such sections may find it or not */
};

extern const struct operation operations[];
extern const unsigned int operations_count;

struct strike {
	const char *name;
	void (*run)(void);
	bool hostile; /* counts are no counts any more */
};

extern const struct strike strike_hard, strike_early, strike_soft,
	strike_unknown, strike_hostile;
/* What the hostile client stores. */
extern uint64_t hostile_count;

/* What a strike did since scene_begin(). */
extern unsigned int early_calls, sections_run;
extern const struct operation *operation;

extern struct kcov_task task, owner;
extern struct kcov_device *device, *remote, *coming;

enum claim {
	CLAIM_FAULT,
	CLAIM_MEMORY,
	CLAIM_RECORDS,
	CLAIM_KEPT,
	CLAIM_LOST,
	CLAIM_PLACES,
	CLAIM_SECTIONS,
	CLAIM_BOUND,
	CLAIM_KILLED,
	CLAIM_BACK,
	CLAIMS,
};

/* "where" is printed with the first cases in which a claim does not hold. */
extern char where[160];
void broken(enum claim claim, const char *what);
extern unsigned long scene_failures[CLAIMS];
extern const char *const scene_sentences[CLAIMS];

void scene_prepare(void);
/* `room`: records that the task's area has room for, 0: all of it. */
void scene_begin(const struct operation *operation, unsigned int room);
/* After the operation: every record is one of ours, whole, where it belongs. */
void scene_look(const struct strike *strike, const struct strike *inner);
/* The same for an area that had room for one record only. */
void scene_look_at_full(void);
/* All is given back. */
void scene_end(void);

/* What scene_look() found. */
struct seen {
	unsigned int own, inner, outer, remote; /* early records, by area */
	bool overwritten; /* the count, by one below ELSEWHERE */
};
extern struct seen seen;

#endif /* KCOV_TESTS_INTERRUPTS_SCENE_H */
